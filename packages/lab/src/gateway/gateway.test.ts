import { once } from 'node:events';
import {
  type AddressInfo,
  connect as connectTcp,
  createServer as createTcpServer,
  type Socket,
} from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Authority, createAuthority } from '../tls/authority.ts';
import type { GatewayAddress } from './addresses.ts';
import { startGateway } from './gateway.ts';
import type { Gateway, GatewayOptions } from './options.ts';
import type { GatewayTarget } from './routes.ts';

const DOMAIN = 'c1.kafka-serverless.us-east-1.amazonaws.com';
const B97 = `b97-abcd1234.${DOMAIN}`;
const B98 = `b98-abcd1234.${DOMAIN}`;
/** What a broker says when a connection is there, followed by whatever the client says. */
const greeting = (id: string): string => `I am ${id}\n`;

/** A broker as far as TLS goes: it greets and echoes. */
interface Broker extends AsyncDisposable {
  readonly target: GatewayTarget;
}

let authority: Authority;
beforeAll(async () => {
  authority = await createAuthority();
});

async function startBroker(id: string): Promise<Broker> {
  const { certificatePem: cert, keyPem: key } = await authority.issue({ names: [`*.${DOMAIN}`] });
  const open = new Set<Socket>();
  const server = createServer({ cert, key, allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.write(greeting(id));
    socket.pipe(socket);
  });
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    target: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

let b97: Broker;
let b98: Broker;
beforeAll(async () => {
  b97 = await startBroker('b97');
  b98 = await startBroker('b98');
});
afterAll(async () => {
  await b97[Symbol.asyncDispose]();
  await b98[Symbol.asyncDispose]();
});

function start(options: GatewayOptions = {}): Promise<Gateway> {
  return startGateway({ routes: { [B97]: b97.target, [B98]: b98.target }, ...options });
}

function dial({ address, port }: GatewayAddress, servername: string): TLSSocket {
  return connect({ host: address, port, servername, ca: authority.caPem });
}

/** How far a connection came: what it heard, and how it ended. */
interface Course {
  readonly heard: string;
  readonly end: string;
}

/** Dials, says something once TLS stands, and listens until `enough` was heard or it ends. */
async function course(
  to: GatewayAddress | undefined,
  servername: string,
  say = '',
  enough = /\n$/u,
): Promise<Course> {
  if (to === undefined) throw new Error('there is no such address');
  const socket = dial(to, servername);
  let heard = '';
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(10_000) });
    socket.write(say);
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      heard += chunk.toString('latin1');
      if (enough.test(heard)) return { heard, end: 'enough' };
    }
    return { heard, end: 'end' };
  } catch (error) {
    return { heard, end: error instanceof Error && 'code' in error ? String(error.code) : String(error) };
  } finally {
    socket.destroy();
  }
}

/** Waits for a state that comes by itself. */
async function until(state: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!state()) {
    if (Date.now() > deadline) throw new Error(`did not come about: ${state.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('each zone has a loopback address of its own on the wanted port, and names decide where a connection goes', async () => {
  await using gateway = await start();
  expect(new Set(gateway.addresses.map(({ address }) => address)).size).toBe(3);
  for (const address of gateway.addresses) {
    expect(address).toEqual({ address: expect.stringMatching(/^127\.(?!0\.0\.1$)/u), port: 9098 });
    expect(await course(address, B97)).toEqual({ heard: greeting('b97'), end: 'enough' });
    expect(await course(address, B98.toUpperCase())).toEqual({ heard: greeting('b98'), end: 'enough' });
  }
});

test('both directions carry a lot, in order', async () => {
  await using gateway = await start({ zones: 1, faults: [{ name: 'b98-*', fault: { latencyMs: 20 } }] });
  const much = Array.from({ length: 200_000 }, (_, index) => index.toString(36)).join(' ');
  for (const [name, id] of [
    [B97, 'b97'],
    [B98, 'b98'],
  ] as const) {
    const { heard } = await course(gateway.addresses[0], name, `${much}\n`, / 4abj\n$/u);
    expect(heard === `${greeting(id)}${much}\n`).toBe(true);
  }
});

test('a connection whose client has said everything still hears the answer', async () => {
  await using gateway = await start({ zones: 1 });
  const [address] = gateway.addresses;
  const socket = dial(address ?? { address: '', port: 0 }, B97);
  await once(socket, 'secureConnect');
  socket.end('last words');
  let heard = '';
  for await (const chunk of socket as AsyncIterable<Buffer>) heard += chunk.toString();
  expect(heard).toBe(`${greeting('b97')}last words`);
  await until(() => gateway.stats().open === 0);
});

test('an unknown name, no name and no TLS are closed', async () => {
  await using gateway = await start({ zones: 1 });
  const [address] = gateway.addresses;
  expect(await course(address, `b99-abcd1234.${DOMAIN}`)).toMatchObject({ heard: '', end: 'ECONNRESET' });
  expect(await course(address, '')).toMatchObject({ heard: '', end: 'ECONNRESET' });
  const plain = connectTcp(address?.port ?? 0, address?.address);
  plain.end('GET / HTTP/1.1\r\n\r\n');
  plain.on('error', () => plain.destroy());
  await once(plain, 'close', { signal: AbortSignal.timeout(10_000) });
  await until(() => gateway.stats().open === 0);
  expect(gateway.stats().outcomes).toMatchObject({ unknownName: 2, noClientHello: 1, carried: 0 });
});

test('a client that never says anything is closed in the end', async () => {
  await using gateway = await start({ zones: 1, timeoutMs: 50 });
  const silent = connectTcp(9098, gateway.addresses[0]?.address);
  silent.resume();
  await once(silent, 'close', { signal: AbortSignal.timeout(10_000) });
  expect(gateway.stats().outcomes.noClientHello).toBe(1);
});

test('routes change while it runs, and patterns are routes', async () => {
  await using gateway = await start({ zones: 1, routes: { 'b97-*': b97.target } });
  const [address] = gateway.addresses;
  expect((await course(address, B97)).heard).toBe(greeting('b97'));
  gateway.setRoute(B97, b98.target);
  expect((await course(address, B97)).heard).toBe(greeting('b98'));
  gateway.removeRoute(B97);
  expect((await course(address, B97)).heard).toBe(greeting('b97'));
  gateway.removeRoute('b97-*');
  expect((await course(address, B97)).end).toBe('ECONNRESET');
});

test('a broker that is not there resets the client', async () => {
  const gone = createTcpServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await using gateway = await start({ zones: 1, routes: { [B97]: { host: '127.0.0.1', port } } });
  expect(await course(gateway.addresses[0], B97)).toEqual({ heard: '', end: 'ECONNRESET' });
  expect(gateway.stats().outcomes.brokerUnreachable).toBe(1);
});

test('a broker that resets the connection, or closes it, does the same to the client', async () => {
  const ends: ((socket: Socket) => void)[] = [(socket) => socket.resetAndDestroy(), (socket) => socket.end()];
  const said: string[] = [];
  for (const end of ends) {
    const broker = createTcpServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => end(socket));
    }).listen(0, '127.0.0.1');
    await once(broker, 'listening');
    const target = { host: '127.0.0.1', port: (broker.address() as AddressInfo).port };
    await using gateway = await start({ zones: 1, routes: { [B97]: target } });
    const hello = dial(gateway.addresses[0] ?? { address: '', port: 0 }, B97);
    const [error] = (await once(hello, 'error').catch((cause: unknown) => [cause])) as [Error];
    said.push(error.message);
    broker.close();
  }
  expect(said[0]).toMatch(/^read ECONNRESET$/u);
  expect(said[1]).toMatch(/disconnected before secure TLS connection/u);
});

test('two gateways run side by side, each with its own addresses and brokers', async () => {
  await using one = await start({ routes: { [B97]: b97.target } });
  await using two = await start({ routes: { [B97]: b98.target } });
  const all = [...one.addresses, ...two.addresses].map(({ address, port }) => `${address}:${port}`);
  expect(new Set(all).size).toBe(6);
  expect((await course(one.addresses[0], B97)).heard).toBe(greeting('b97'));
  expect((await course(two.addresses[0], B97)).heard).toBe(greeting('b98'));
  await one.close();
  expect((await course(two.addresses[0], B97)).heard).toBe(greeting('b98'));
});

test('an address that is taken is passed over', async () => {
  await using one = await start({ zones: 1, random: () => 0.5 });
  const numbers = [0.5, 0.5, 0.5, 0.25, 0.25, 0.25];
  await using two = await start({ zones: 1, random: () => numbers.shift() ?? 0 });
  expect(one.addresses[0]?.address).toBe('127.96.128.128');
  expect(two.addresses[0]?.address).toBe('127.80.64.64');
});

test('a port that is taken on every address is an error that says so', async () => {
  const server = createTcpServer().listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    await expect(start({ port })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      details: { port, why: 'EADDRINUSE' },
    });
  } finally {
    server.close();
  }
});

test('where the system has 127.0.0.1 alone, zones differ by port', async () => {
  await using gateway = await start({ loopback: 'one', port: 0 });
  expect(new Set(gateway.addresses.map(({ port }) => port)).size).toBe(3);
  for (const address of gateway.addresses) {
    expect(address.address).toBe('127.0.0.1');
    expect((await course(address, B97)).heard).toBe(greeting('b97'));
  }
});

test('it counts attempts by name and address, the busiest second, and what is open', async () => {
  await using gateway = await start({ zones: 2 });
  const [first, second] = gateway.addresses;
  const held = dial(first ?? { address: '', port: 0 }, B97);
  await once(held, 'data');
  await Promise.all([
    course(first, B97),
    course(first, B98),
    course(second, B98),
    course(second, 'unknown.example'),
  ]);
  await until(() => gateway.stats().open === 1);
  const stats = gateway.stats();
  expect(stats).toMatchObject({
    attempts: 5,
    byName: { [B97]: 2, [B98]: 2 },
    byAddress: { [`${first?.address}:9098`]: 3, [`${second?.address}:9098`]: 2 },
    outcomes: { carried: 4, unknownName: 1 },
  });
  expect(stats.maxPerSecond).toBeLessThanOrEqual(5);
  expect(stats.perSecond.reduce((sum, count) => sum + count, 0)).toBe(5);
  held.destroy();
  await until(() => gateway.stats().open === 0);
});

test('the quota lets as many in within a second as it says, and is lifted', async () => {
  await using gateway = await start({ zones: 1, quota: { connectionsPerSecond: 3 } });
  const courses = await Promise.all(Array.from({ length: 10 }, () => course(gateway.addresses[0], B97)));
  const { outcomes, attempts } = gateway.stats();
  expect(attempts).toBe(10);
  expect(outcomes.quota).toBe(10 - outcomes.carried);
  expect(outcomes.quota).toBeGreaterThan(0);
  expect(courses.filter(({ heard }) => heard !== '')).toHaveLength(outcomes.carried);
  gateway.setQuota(undefined);
  expect((await course(gateway.addresses[0], B97)).heard).toBe(greeting('b97'));
});

test('a cut resets every connection that is open, and the next is carried again', async () => {
  await using gateway = await start({ zones: 1 });
  const [address] = gateway.addresses;
  const courses = [B97, B98].map((name) => course(address, name, 'hello', /never/u));
  await until(() => gateway.stats().outcomes.carried === 2);
  expect(gateway.cut()).toBe(2);
  for (const { end } of await Promise.all(courses)) expect(end).toBe('ECONNRESET');
  expect(await course(address, B97)).toEqual({ heard: greeting('b97'), end: 'enough' });
});

test('closing ends everything, open connections included, and may be repeated', async () => {
  const gateway = await start({ zones: 1 });
  const [address] = gateway.addresses;
  const held = dial(address ?? { address: '', port: 0 }, B97);
  held.on('error', () => held.destroy());
  await once(held, 'data');
  await Promise.all([gateway.close(), gateway.close(), once(held, 'close')]);
  expect((await course(address, B97)).end).toBe('ECONNREFUSED');
  await expect(gateway.extraAddress()).rejects.toMatchObject({ code: 'CLOSED' });
});

test.each([
  ['zones', { zones: 0 }],
  ['quota', { quota: { connectionsPerSecond: 0 } }],
])('bad %s are refused', async (where, options) => {
  await expect(start(options)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining(where),
  });
});
