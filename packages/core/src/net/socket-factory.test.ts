import { existsSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { createAuthority } from '../../test/authority.ts';
import { startTcp, startTls, testPorts } from '../../test/servers.ts';
import { parseMskName } from '../config/msk-name.ts';
import type { Ports } from '../ports.ts';
import { createSocketFactory } from './socket-factory.ts';

const host = 'b97-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com';
const bootstrapHost = 'boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com';
const authority = await createAuthority();
const certificate = await authority.issue([host]);

interface Opened {
  readonly socket: Socket;
  /** Resolves when connected, rejects with the socket's error. */
  readonly connected: Promise<void>;
}

/** What kafkajs does with the factory; `addresses` is what the name resolves to. */
function open(
  addresses: readonly string[],
  port: number,
  {
    ports = {},
    timeoutMs = 5_000,
    target = host,
  }: { ports?: Partial<Ports>; timeoutMs?: number; target?: string } = {},
): Opened {
  const config = {
    endpoint: {
      bootstraps: [{ host: bootstrapHost, port, name: parseMskName(bootstrapHost) }],
      allowedHosts: [],
    } as never,
    connectivity: {
      pattern: 'any' as const,
      cidrs: [],
      vpcCidrs: [],
      resolvers: ['system' as const],
      ca: authority.ca,
      caFile: null,
    },
  };
  const lookup = async () => addresses.map((address) => ({ address, family: 4 }));
  const factory = createSocketFactory(config, { ports: testPorts({ lookup, ...ports }), timeoutMs });
  let connect: () => void = () => undefined;
  const connected = new Promise<void>((resolve) => {
    connect = resolve;
  });
  const socket = factory({ host: target, port, ssl: {}, onConnect: () => connect() });
  const failed = once(socket, 'error').then(([error]) => {
    throw error;
  });
  const outcome = Promise.race([connected, failed]);
  outcome.catch(() => undefined);
  return { socket, connected: outcome };
}

const echo = (socket: TLSSocket): void => void socket.pipe(socket);

test('bytes go both ways, large ones whole, and an end reaches the other side', async () => {
  await using server = await startTls(certificate, echo);
  const { socket, connected } = open(['127.0.0.1'], server.port);
  await connected;
  const sent = Buffer.alloc(3_000_000, 'kafka');
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk));
  socket.write(sent);
  socket.end();
  await once(socket, 'close');
  expect(Buffer.concat(received).equals(sent)).toBe(true);
});

test('a write before the connection is there is kept for it', async () => {
  await using server = await startTls(certificate, echo);
  const { socket } = open(['127.0.0.1'], server.port);
  socket.write('early');
  const [data] = (await once(socket, 'data')) as [Buffer];
  expect(data.toString()).toBe('early');
  socket.destroy();
});

test('keep-alive is set to 60 s', async () => {
  if (!existsSync('/proc/net/tcp')) {
    console.log('skipped: the kernel shows its timers in /proc/net/tcp only on Linux');
    return;
  }
  await using server = await startTls(certificate, echo);
  const { socket, connected } = open(['127.0.0.1'], server.port);
  await connected;
  const remote = `0100007F:${server.port.toString(16).toUpperCase().padStart(4, '0')}`;
  const line = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
    .find((row) => row[2] === remote);
  const [timer, ticks] = (line?.[5] ?? '').split(':');
  expect(timer).toBe('02');
  expect(Number.parseInt(ticks ?? '', 16) / 100).toBeGreaterThan(50);
  expect(Number.parseInt(ticks ?? '', 16) / 100).toBeLessThanOrEqual(60);
  socket.destroy();
});

test('dead addresses before a live one do not spend the deadline', async () => {
  await using server = await startTls(certificate, echo, { address: '127.0.0.3' });
  const silent: Socket[] = [];
  const connectTcp: Ports['connectTcp'] = (address, port) => {
    if (address === '127.0.0.3') return connect({ host: address, port });
    const socket = new Socket();
    silent.push(socket);
    return socket;
  };
  const { socket, connected } = open(['127.0.0.1', '127.0.0.2', '127.0.0.3'], server.port, {
    ports: { connectTcp },
    timeoutMs: 20_000,
  });
  await connected;
  expect(silent).toHaveLength(2);
  expect(silent.every(({ destroyed }) => destroyed)).toBe(true);
  socket.destroy();
});

test('an address that fails in TLS makes room for the next', async () => {
  await using bad = await startTcp((socket) => socket.end(), { address: '127.0.0.1' });
  await using server = await startTls(certificate, echo, { address: '127.0.0.2', port: bad.port });
  const { socket, connected } = open(['127.0.0.1', '127.0.0.2'], server.port);
  await connected;
  expect([bad.accepted.length, server.accepted.length]).toEqual([1, 1]);
  socket.destroy();
});

test('when none answers, one message names each address and its error', async () => {
  await using server = await startTcp((socket) => socket.end(), { address: '127.0.0.9' });
  const { connected } = open(['127.0.0.1', '127.0.0.9', '255.255.255.255'], server.port);
  const error = (await connected.catch((reason: unknown) => reason)) as Error & {
    code: string;
    details: { attempts: unknown[] };
  };
  expect(error.message).toContain('127.0.0.1: connect ECONNREFUSED');
  expect(error.message).toContain('255.255.255.255: connect ENETUNREACH');
  expect(error.message).toContain(`127.0.0.9: ${host}`);
  expect(error.details.attempts).toHaveLength(3);
  expect(error.code).toBe('TLS_CLOSED');
});

test('silence everywhere ends within its own deadline', async () => {
  const { connected } = open(['127.0.0.1', '127.0.0.2'], 9098, {
    ports: { connectTcp: () => new Socket() },
    timeoutMs: 600,
  });
  // Which of the two is given up first is chance: their time is up at the same moment.
  await expect(connected).rejects.toMatchObject({
    code: 'TCP_TIMEOUT',
    message: expect.stringMatching(/(?=.*127\.0\.0\.1: no answer).*127\.0\.0\.2: no answer/),
  });
});

test.each([
  'b97-evil1234.c1.kafka-serverless.us-east-1.amazonaws.com',
  'b97-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com.evil.example',
  '127.0.0.1',
])('a broker advertised as %s gets no packet', async (target) => {
  const seen: string[] = [];
  const ports: Partial<Ports> = {
    lookup: async (name) => (seen.push(name), []),
    connectTcp: (address) => (seen.push(address), new Socket()),
  };
  await expect(open([], 9098, { target, ports }).connected).rejects.toMatchObject({
    code: 'TOKEN_FOREIGN_HOST',
  });
  expect(seen).toEqual([]);
});

test('a certificate for another name gets no byte of ours', async () => {
  const other = await authority.issue(['b97-other123.c1.kafka-serverless.us-east-1.amazonaws.com']);
  const received: Buffer[] = [];
  await using server = await startTls(other, (socket) =>
    socket.on('data', (chunk: Buffer) => received.push(chunk)),
  );
  const { socket, connected } = open(['127.0.0.1'], server.port);
  socket.write('token');
  await expect(connected).rejects.toMatchObject({ code: 'TLS_NAME_MISMATCH', retryable: false });
  expect(received).toEqual([]);
});

test('a name that does not resolve says so', async () => {
  const { connected } = open([], 9098);
  await expect(connected).rejects.toMatchObject({
    code: 'DNS_NO_DATA',
    message: expect.stringContaining(host),
  });
});

test.each(['end', 'destroy'] as const)(
  '%s before it connected: the attempt is given up, and whoever waits for it is told',
  async (how) => {
    const attempt = new Socket();
    const { socket, connected } = open(['127.0.0.1'], 9098, {
      ports: { connectTcp: () => attempt },
      timeoutMs: 60_000,
    });
    await new Promise((resolve) => setImmediate(resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket[how]();
    socket.unref();
    await expect(connected).rejects.toMatchObject({ code: 'ABORTED' });
    await closed;
    expect(attempt.destroyed).toBe(true);
  },
);

test('the peer hanging up ends the stream', async () => {
  await using server = await startTls(certificate, (socket) => socket.end('bye'));
  const { socket } = open(['127.0.0.1'], server.port);
  socket.on('data', () => undefined);
  await Promise.all([once(socket, 'end'), once(socket, 'close')]);
  expect(socket.destroyed).toBe(true);
});

test('destroyed on our side, it ends for whoever reads it: kafkajs has no other way to know', async () => {
  await using server = await startTls(certificate, echo);
  const { socket, connected } = open(['127.0.0.1'], server.port);
  await connected;
  const ends: string[] = [];
  socket.on('end', () => ends.push('end'));
  socket.destroy();
  await once(socket, 'close');
  expect(ends).toEqual(['end']);
});
