import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import {
  type AddressInfo,
  connect as connectTcp,
  createServer as createTcpServer,
  type Socket,
} from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Authority, createAuthority } from '../tls/authority.ts';
import type { GatewayAddress } from './addresses.ts';
import type { GatewayCertificates } from './fault-kind.ts';
import { gatewayFaultSchema, type GatewayFault, type GatewayFaultRule } from './fault-rules.ts';
import * as kinds from './faults/all.ts';
import { startGateway } from './gateway.ts';
import type { Gateway } from './options.ts';

const DOMAIN = 'c1.kafka-serverless.us-east-1.amazonaws.com';
const NAME = `b97-abcd1234.${DOMAIN}`;
const BODY = 'x'.repeat(50_000);

let authority: Authority;
let certificates: GatewayCertificates;
let broker: Server;
const namesAsked: string[] = [];

/** The broker says 50,000 letters to whoever asks for them. */
beforeAll(async () => {
  authority = await createAuthority();
  const stranger = await createAuthority();
  const dates = { notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') };
  certificates = {
    'unknown-ca': await stranger.issue({ names: [NAME] }),
    expired: (serverName) => authority.issue({ names: [serverName], ...dates }),
    other: (serverName) => authority.issue({ names: [serverName] }),
  };
  const { certificatePem: cert, keyPem: key } = await authority.issue({ names: [`*.${DOMAIN}`] });
  broker = createServer({ cert, key }, (socket) => {
    namesAsked.push(String(socket.servername));
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.write(BODY));
  });
  broker.on('connection', (socket: Socket) => socket.on('error', () => socket.destroy()));
  broker.listen(0, '127.0.0.1');
  await once(broker, 'listening');
});
afterAll(() => broker.close());

function start(...faults: GatewayFaultRule[]): Promise<Gateway> {
  const target = { host: '127.0.0.1', port: (broker.address() as AddressInfo).port };
  return startGateway({ zones: 2, routes: { '*': target }, faults, certificates });
}

function first(gateway: Gateway): GatewayAddress {
  return gateway.addresses[0] ?? { address: '', port: 0 };
}

/** Asks for the letters; says how many came and what ended it: `enough`, `end` or an error's code. */
async function ask(
  to: GatewayAddress,
  servername = NAME,
  deadlineMs = 10_000,
): Promise<{ came: number; end: string }> {
  const socket = connect({ host: to.address, port: to.port, servername, ca: authority.caPem });
  let came = 0;
  try {
    const signal = AbortSignal.timeout(deadlineMs);
    await once(socket, 'secureConnect', { signal });
    signal.addEventListener('abort', () =>
      socket.destroy(Object.assign(new Error('deadline'), { code: 'DEADLINE' })),
    );
    socket.write('please');
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      came += chunk.length;
      if (came === BODY.length) return { came, end: 'enough' };
    }
    return { came, end: 'end' };
  } catch (error) {
    return { came, end: socket.connecting ? 'connecting' : codeOf(error) };
  } finally {
    socket.destroy();
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** What Node's TLS client says first. */
async function clientHello(): Promise<Buffer> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    servername: NAME,
  });
  client.on('error', () => client.destroy());
  const [socket] = (await once(server, 'connection')) as [Socket];
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  client.destroy();
  socket.destroy();
  server.close();
  return bytes;
}

/** Says a ClientHello without TLS to make sense of the answer: the very bytes that come, and how they end. */
async function raw(to: GatewayAddress): Promise<{ text: string; end: string }> {
  const hello = await clientHello();
  const socket = connectTcp(to.port, to.address);
  const chunks: Buffer[] = [];
  let end = 'end';
  socket.on('data', (chunk) => chunks.push(chunk)).on('error', (error) => (end = codeOf(error)));
  socket.write(hello);
  await new Promise((resolve) => socket.on('close', resolve));
  return { text: Buffer.concat(chunks).toString('latin1'), end };
}

/** Whether a connection to the address is still under way when the time is up. */
async function stillConnecting({ address, port }: GatewayAddress, deadlineMs: number): Promise<boolean> {
  const socket = connectTcp(port, address);
  socket.on('error', () => socket.destroy());
  await sleep(deadlineMs);
  const { connecting } = socket;
  socket.destroy();
  return connecting;
}

test('a rule holds for its name and is used up; others go on', async () => {
  await using gateway = await start({ name: 'b97-*', times: 2, fault: { resetAfterBytes: 0 } });
  expect((await ask(first(gateway), `b98-abcd1234.${DOMAIN}`)).end).toBe('enough');
  const ends = [];
  for (let round = 0; round < 3; round++) ends.push((await ask(first(gateway))).end);
  expect(ends).toEqual(['ECONNRESET', 'ECONNRESET', 'enough']);
});

test('a rule holds for its address alone, and changes while it runs', async () => {
  await using gateway = await start({ address: 1, fault: { closeAfterBytes: 0 } });
  const [zero, one] = gateway.addresses as [GatewayAddress, GatewayAddress];
  expect((await ask(zero)).end).toBe('enough');
  expect((await ask(one)).end).toBe('ECONNRESET');
  await gateway.setFaults([]);
  expect((await ask(one)).end).toBe('enough');
});

test('reset comes after exactly as many bytes as it says, and is an RST', async () => {
  await using gateway = await start({ name: '*', fault: { resetAfterBytes: 1000 } });
  const { text, end } = await raw(first(gateway));
  expect({ bytes: text.length, end }).toEqual({ bytes: 1000, end: 'ECONNRESET' });
  await gateway.setFaults([{ name: '*', fault: { resetAfterBytes: 10_000 } }]);
  const { came, end: cut } = await ask(first(gateway));
  expect(cut).toBe('ECONNRESET');
  expect(came).toBeLessThan(10_000);
});

test('close comes after exactly as many bytes as it says, and is orderly', async () => {
  await using gateway = await start({ name: '*', fault: { closeAfterBytes: 1000 } });
  const { text, end } = await raw(first(gateway));
  expect({ bytes: text.length, end }).toEqual({ bytes: 1000, end: 'end' });
});

test('with a small MTU a short answer arrives and a certificate does not', async () => {
  await using gateway = await start({ name: '*', fault: { mtu: 500 } });
  const [place] = gateway.addresses;
  const old = connect({
    host: place?.address,
    port: place?.port,
    servername: NAME,
    rejectUnauthorized: false,
    ciphers: 'TLS_AES_128_CCM_SHA256',
    minVersion: 'TLSv1.3',
  });
  // Refused in a few bytes: an alert.
  const [error] = (await once(old, 'error')) as [Error & { code?: string }];
  expect(error.code).toMatch(/ALERT/);
  const stalled = connect({
    host: place?.address,
    port: place?.port,
    servername: NAME,
    rejectUnauthorized: false,
  });
  stalled.on('error', () => undefined);
  const heard = await Promise.race([
    once(stalled, 'secureConnect').then(() => true),
    sleep(300).then(() => false),
  ]);
  expect([heard, stalled.destroyed]).toEqual([false, false]);
  stalled.destroy();
});

test('a stalled connection says nothing more and stays open until the client gives up', async () => {
  await using gateway = await start({ name: '*', fault: { stallAfterBytes: 0 } });
  expect(await ask(first(gateway), NAME, 300)).toMatchObject({ came: 0 });
  await gateway.setFaults([{ name: '*', fault: { stallAfterBytes: 10_000 } }]);
  const { came, end } = await ask(first(gateway), NAME, 1000);
  expect(end).toBe('DEADLINE');
  expect(came).toBeLessThan(10_000);
  while (gateway.stats().open > 0) await sleep(5);
});

test('latency delays both ways and loses nothing', async () => {
  await using gateway = await start({ name: '*', fault: { latencyMs: 100 } });
  const before = performance.now();
  expect(await ask(first(gateway))).toEqual({ came: BODY.length, end: 'enough' });
  // A round trip for TLS 1.3 and one for the question, each of twice the latency: a lower bound, whatever the load.
  expect(performance.now() - before).toBeGreaterThan(390);
});

test('plain text takes the place of TLS', async () => {
  await using gateway = await start({ name: '*', fault: { plainText: 'HTTP/1.1 400 Bad Request\r\n\r\n' } });
  expect(await raw(first(gateway))).toEqual({ text: 'HTTP/1.1 400 Bad Request\r\n\r\n', end: 'end' });
  expect(await ask(first(gateway))).toMatchObject({ end: expect.stringMatching(/^ERR_SSL_/u) });
});

test.each([
  ['unknown-ca', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ['expired', 'CERT_HAS_EXPIRED'],
  ['other', 'enough'],
])('with the certificate %s a client ends with %s', async (certificate, end) => {
  await using gateway = await start({ name: 'b97-*', fault: { certificate } });
  namesAsked.length = 0;
  expect((await ask(first(gateway))).end).toBe(end);
  expect(new Set(namesAsked)).toEqual(new Set(end === 'enough' ? [NAME] : []));
  expect((await ask(first(gateway), `b98-abcd1234.${DOMAIN}`)).end).toBe('enough');
});

test('an address refuses, swallows SYNs and works again, as told', async () => {
  await using gateway = await start({ address: 0, fault: { refuse: true } });
  const [zero, one] = gateway.addresses as [GatewayAddress, GatewayAddress];
  expect((await ask(zero)).end).toBe('ECONNREFUSED');
  expect((await ask(one)).end).toBe('enough');
  await gateway.setFaults([{ address: 0, fault: { blackhole: true } }]);
  expect(await stillConnecting(zero, 1200)).toBe(true);
  await gateway.setFaults([]);
  expect((await ask(zero)).end).toBe('enough');
});

test('an extra address has the fault it was opened with, and none when none was named', async () => {
  await using gateway = await start();
  const plain = await gateway.extraAddress();
  const refusing = await gateway.extraAddress({ fault: { refuse: true } });
  const silent = await gateway.extraAddress({ fault: { blackhole: true } });
  const closing = await gateway.extraAddress({ fault: { closeAfterBytes: 0 } });
  expect((await ask(plain)).end).toBe('enough');
  expect((await ask(refusing)).end).toBe('ECONNREFUSED');
  expect(await stillConnecting(silent, 1200)).toBe(true);
  expect((await ask(closing)).end).toBe('ECONNRESET');
  await gateway.setFaults([{ name: '*', fault: { resetAfterBytes: 0 } }]);
  expect((await ask(plain)).end).toBe('ECONNRESET');
  await gateway.releaseAddress(plain);
  expect((await ask(plain)).end).toBe('ECONNREFUSED');
  expect(gateway.addresses).toHaveLength(2);
});

test.skipIf(!existsSync('/proc/net/tcp'))(
  'a slow address loses the first SYN and then works like any other',
  { timeout: 20_000 },
  async () => {
    await using gateway = await start();
    const slow = await gateway.extraAddress({ fault: { slowConnectMs: 1000 } });
    expect(await stillConnecting(slow, 400)).toBe(true);
    expect(await ask(slow)).toEqual({ came: BODY.length, end: 'enough' });
  },
);

test.each<[string, GatewayFaultRule, RegExp]>([
  ['a SYN fault for a name', { name: 'b97-*', fault: { blackhole: true } }, /extraAddress/u],
  ['a SYN fault a number of times', { address: 0, times: 1, fault: { refuse: true } }, /times/u],
  ['a SYN fault beside another', { address: 0, fault: { refuse: true, latencyMs: 5 } }, /alone/u],
  ['an address that is not there', { address: 2, fault: { refuse: true } }, /there are 2/u],
  [
    'a certificate that is not there',
    { name: '*', fault: { certificate: 'mine' } },
    /'mine', only: unknown-ca, expired/u,
  ],
  ['a rule for nothing', { fault: { refuse: true } }, /name|address/u],
  ['a negative number', { name: '*', fault: { resetAfterBytes: -1 } }, /\/0\/fault\/resetAfterBytes .*0/u],
])('%s is refused, and the old rules stay', async (_what, rule, message) => {
  await using gateway = await start({ name: '*', fault: { resetAfterBytes: 0 } });
  await expect(gateway.setFaults([rule])).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(message),
  });
  expect((await ask(first(gateway))).end).toBe('ECONNRESET');
});

test('every file of faults is registered, with a description and examples that its schema accepts', async () => {
  const files = readdirSync(new URL('faults', import.meta.url)).filter((file) => file !== 'all.ts');
  expect(Object.keys(kinds)).toHaveLength(files.length);
  const { properties } = gatewayFaultSchema as { properties: Record<string, unknown> };
  expect(Object.keys(properties).sort()).toEqual(Object.keys(kinds).sort());
  await using gateway = await start();
  for (const [key, kind] of Object.entries(kinds)) {
    expect(kind.schema.description).toMatch(/^[A-Z].*\.$/su);
    expect(kind.schema.examples).not.toEqual([]);
    if ('listen' in kind) continue;
    const rules = kind.schema.examples.map((value) => ({
      name: '*',
      fault: { [key]: value } as GatewayFault,
    }));
    await gateway.setFaults(rules);
  }
});
