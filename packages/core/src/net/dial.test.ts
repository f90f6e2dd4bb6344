import { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { expect, test } from 'vitest';
import { createAuthority } from '../../test/authority.ts';
import { freePort, startTcp, startTls, testPorts } from '../../test/servers.ts';
import { dialTcp, dialTls, trustOf, type Dialed, type TlsFacts } from './dial.ts';

const servername = 'b97-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com';
const ports = testPorts();
const authority = await createAuthority();
const good = await authority.issue([servername]);
const options = { ports, timeoutMs: 5_000 };

async function handshake(
  port: number,
  { ca = authority.ca, timeoutMs = 5_000 }: { ca?: string; timeoutMs?: number } = {},
): Promise<Dialed<TlsFacts, Socket>> {
  const { socket } = await dialTcp({ address: '127.0.0.1', port }, options);
  if (socket === null) throw new Error('no TCP connection');
  const dialed = await dialTls({ socket, servername, trust: trustOf(ca) }, { ports, timeoutMs });
  expect(socket.destroyed).toBe(dialed.socket === null);
  dialed.socket?.destroy();
  return dialed;
}

test('an open port gives a socket', async () => {
  await using server = await startTcp(() => undefined);
  const { step, socket } = await dialTcp(server, options);
  expect(step).toMatchObject({ outcome: 'ok', value: { localAddress: '127.0.0.1' } });
  expect(socket?.readyState).toBe('open');
  socket?.destroy();
});

test('a closed port is refused, an address beyond the host unreachable, silence a timeout', async () => {
  expect((await dialTcp({ address: '127.0.0.1', port: await freePort() }, options)).step).toMatchObject({
    code: 'TCP_REFUSED',
    facts: { errno: 'ECONNREFUSED' },
  });
  expect((await dialTcp({ address: '255.255.255.255', port: 9098 }, options)).step).toMatchObject({
    code: 'TCP_UNREACHABLE',
    facts: { errno: 'ENETUNREACH' },
  });
  const socket = new Socket();
  const silent = testPorts({ connectTcp: () => socket });
  expect(
    (await dialTcp({ address: '127.0.0.1', port: 1 }, { ports: silent, timeoutMs: 20 })).step,
  ).toMatchObject({ code: 'TCP_TIMEOUT' });
  expect(socket.destroyed).toBe(true);
});

test('a port that is none fails as a step', async () => {
  expect((await dialTcp({ address: '127.0.0.1', port: 70_000 }, options)).step).toMatchObject({
    code: 'TCP_FAILED',
    facts: { errno: 'ERR_SOCKET_BAD_PORT' },
  });
});

test('the signal closes what is under way', async () => {
  const stop = new AbortController();
  const socket = new Socket();
  const dialed = dialTcp(
    { address: '127.0.0.1', port: 1 },
    { ...options, ports: testPorts({ connectTcp: () => socket }), signal: stop.signal },
  );
  stop.abort();
  expect(await dialed).toEqual({ step: { outcome: 'skipped', because: 'interrupted' }, socket: null });
  expect(socket.destroyed).toBe(true);
});

test('a verified session, SNI sent, certificate kept', async () => {
  const asked: string[] = [];
  const SNICallback: TlsOptions['SNICallback'] = (name, done) => {
    asked.push(name);
    done(null);
  };
  await using server = await startTls({ ...good, SNICallback }, () => undefined);
  const { step } = await handshake(server.port);
  expect(step).toMatchObject({
    outcome: 'ok',
    value: {
      protocol: 'TLSv1.3',
      certificate: { names: [servername], subject: 'CN=test server', validFrom: '2020-01-01T00:00:00.000Z' },
    },
  });
  expect(asked).toEqual([servername]);
});

test.each([
  ['TLS_NAME_MISMATCH', ['b97-other123.c1.kafka-serverless.us-east-1.amazonaws.com'], undefined, false],
  ['TLS_EXPIRED', [servername], { from: '2020-01-01', to: '2021-01-01' }, true],
  ['TLS_NOT_YET_VALID', [servername], { from: '2100-01-01', to: '2101-01-01' }, true],
] as const)('%s: no socket, certificate kept', async (code, names, dates, nameMatches) => {
  const issued = await authority.issue(names, dates);
  await using server = await startTls(issued, () => undefined);
  const { step, socket } = await handshake(server.port);
  expect(socket).toBeNull();
  expect(step).toMatchObject({ outcome: 'error', code, facts: { certificate: { names }, nameMatches } });
});

test('a certificate of an unknown authority is untrusted, also when its name fits', async () => {
  const stranger = await createAuthority('intercepting proxy');
  await using server = await startTls(await stranger.issue([servername]), () => undefined);
  const { step, socket } = await handshake(server.port);
  expect(socket).toBeNull();
  expect(step).toMatchObject({
    code: 'TLS_UNTRUSTED',
    facts: { nameMatches: true, certificate: { issuer: expect.stringContaining('intercepting proxy') } },
  });
});

test('TLS 1.1, and no TLS at all, are a protocol error', async () => {
  await using old = await startTls(
    { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
    () => undefined,
  );
  expect((await handshake(old.port)).step).toMatchObject({ code: 'TLS_PROTOCOL' });
  await using plain = await startTcp((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
  expect((await handshake(plain.port)).step).toMatchObject({ code: 'TLS_PROTOCOL' });
});

test('hung up or reset in the handshake is closed, silence a timeout', async () => {
  await using hangs = await startTcp((socket) => socket.end());
  expect((await handshake(hangs.port)).step).toMatchObject({
    code: 'TLS_CLOSED',
    facts: { certificate: null },
  });
  await using resets = await startTcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
  expect((await handshake(resets.port)).step).toMatchObject({ code: 'TLS_CLOSED' });
  await using silent = await startTcp(() => undefined);
  expect((await handshake(silent.port, { timeoutMs: 50 })).step).toMatchObject({ code: 'TLS_TIMEOUT' });
});

test('NODE_TLS_REJECT_UNAUTHORIZED changes nothing', async () => {
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  try {
    const stranger = await createAuthority();
    await using server = await startTls(await stranger.issue([servername]), () => undefined);
    expect((await handshake(server.port)).step).toMatchObject({ code: 'TLS_UNTRUSTED' });
  } finally {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  }
});
