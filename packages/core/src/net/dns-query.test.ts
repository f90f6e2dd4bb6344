import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { encodeReply, NXDOMAIN, SERVFAIL, soa, startDnsServer } from '../../test/dns-server.ts';
import { freePort, startTcp, testPorts } from '../../test/servers.ts';
import { queryServer } from './dns-query.ts';
import { createRateLimiter } from './rate-limit.ts';

const name = 'boot-abcd1234.c1.example.com';
const ports = testPorts();
const record = { type: 'A' as const, name, ttl: 60, data: '10.0.0.1' };

test('a positive and a negative answer are both answers', async () => {
  await using server = await startDnsServer(({ name: asked }) =>
    asked === name ? { answers: [record] } : { rcode: NXDOMAIN, authorities: [soa('example.com', 60, 30)] },
  );
  const yes = await queryServer({ name, type: 'A', server }, { ports, timeoutMs: 5_000 });
  expect(yes).toMatchObject({
    outcome: 'ok',
    value: {
      rcode: 'NOERROR',
      via: 'udp',
      records: [{ name, type: 'A', ttl: 60, data: '10.0.0.1' }],
      soa: null,
    },
  });
  const no = await queryServer({ name: `x.${name}`, type: 'A', server }, { ports, timeoutMs: 5_000 });
  expect(no).toMatchObject({
    outcome: 'ok',
    value: { rcode: 'NXDOMAIN', soa: { owner: 'example.com', negativeTtl: 30 } },
  });
});

test('a server failure is asked once more, and believed the second time', async () => {
  let failures = 1;
  await using server = await startDnsServer(() => {
    failures -= 1;
    return failures >= 0 ? { rcode: SERVFAIL } : { answers: [record] };
  });
  const once = await queryServer({ name, type: 'A', server }, { ports, timeoutMs: 5_000 });
  expect(once).toMatchObject({ outcome: 'ok', value: { rcode: 'NOERROR' } });
  failures = 100;
  const always = await queryServer({ name, type: 'A', server }, { ports, timeoutMs: 5_000 });
  expect(always).toMatchObject({ outcome: 'ok', value: { rcode: 'SERVFAIL' } });
  expect(server.asked).toHaveLength(4);
});

test('ids and source ports are not the same twice', async () => {
  await using server = await startDnsServer(() => ({ answers: [record] }));
  for (let round = 0; round < 8; round += 1)
    await queryServer({ name, type: 'A', server }, { ports, timeoutMs: 5_000 });
  expect(new Set(server.asked.map(({ packet }) => packet.id)).size).toBeGreaterThan(4);
  expect(new Set(server.asked.map(({ port }) => port)).size).toBeGreaterThan(1);
});

test('a truncated answer is asked for again over TCP', async () => {
  await using server = await startDnsServer(({ via }) =>
    via === 'udp' ? { truncated: true } : { answers: [record] },
  );
  const step = await queryServer({ name, type: 'A', server }, { ports, timeoutMs: 5_000 });
  expect(step).toMatchObject({ outcome: 'ok', value: { via: 'tcp', records: [{ data: '10.0.0.1' }] } });
  expect(server.asked.map(({ via }) => via)).toEqual(['udp', 'tcp']);
});

test('truncated over TCP too is malformed', async () => {
  await using server = await startDnsServer(() => ({ truncated: true }));
  const step = await queryServer({ name, type: 'A', server }, { ports, timeoutMs: 5_000 });
  expect(step).toMatchObject({ outcome: 'error', code: 'DNS_MALFORMED' });
});

test('truncated, and silent over TCP, is a timeout that says so', async () => {
  await using server = await startDnsServer(({ via }) => (via === 'udp' ? { truncated: true } : 'silence'));
  const step = await queryServer({ name, type: 'A', server }, { ports, timeoutMs: 200 });
  expect(step).toMatchObject({
    outcome: 'error',
    code: 'DNS_TIMEOUT',
    facts: { via: 'tcp', truncated: true },
  });
});

test('a lost packet is sent again', async () => {
  let packets = 0;
  await using server = await startDnsServer(() => ((packets += 1) === 1 ? 'silence' : { answers: [record] }));
  const step = await queryServer({ name, type: 'A', server }, { ports, timeoutMs: 600 });
  expect(step.outcome).toBe('ok');
  expect(server.asked.length).toBeGreaterThan(1);
});

test('a silent server is a timeout; a port without one is a failure with its errno', async () => {
  await using server = await startDnsServer(() => 'silence');
  expect(await queryServer({ name, type: 'A', server }, { ports, timeoutMs: 150 })).toMatchObject({
    outcome: 'error',
    code: 'DNS_TIMEOUT',
    facts: { via: 'udp', truncated: false },
  });
  const closed = { address: '127.0.0.1', port: await freePort() };
  expect(await queryServer({ name, type: 'A', server: closed }, { ports, timeoutMs: 5_000 })).toMatchObject({
    outcome: 'error',
    code: 'DNS_FAILED',
    facts: { errno: 'ECONNREFUSED' },
  });
});

test('an answer of another server, id or question is not taken for ours', async () => {
  const stranger = createSocket('udp4').bind(0, '127.0.0.1');
  await once(stranger, 'listening');
  await using server = await startDnsServer(({ packet, port }) => {
    const forged = { answers: [{ ...record, data: '6.6.6.6' }] };
    stranger.send(encodeReply(packet, forged), port, '127.0.0.1');
    return encodeReply({ ...packet, id: ((packet.id ?? 0) + 1) & 0xffff }, forged);
  });
  expect(await queryServer({ name, type: 'A', server }, { ports, timeoutMs: 200 })).toMatchObject({
    outcome: 'error',
    code: 'DNS_TIMEOUT',
  });
  stranger.close();
});

test('bytes that are no answer are malformed, over UDP and over TCP', async () => {
  await using udp = await startDnsServer(({ packet }) => {
    const head = Buffer.alloc(12, 0xff);
    head.writeUInt16BE(packet.id ?? 0);
    return head;
  });
  expect(await queryServer({ name, type: 'A', server: udp }, { ports, timeoutMs: 5_000 })).toMatchObject({
    outcome: 'error',
    code: 'DNS_MALFORMED',
  });
  await using tcp = await startDnsServer(({ via }) =>
    via === 'udp' ? { truncated: true } : Buffer.from('not dns'),
  );
  expect(await queryServer({ name, type: 'A', server: tcp }, { ports, timeoutMs: 5_000 })).toMatchObject({
    outcome: 'error',
    code: 'DNS_MALFORMED',
    facts: { via: 'tcp' },
  });
});

test('a TCP server that hangs up is a failure', async () => {
  await using tcp = await startTcp((socket) => socket.end());
  const udp = createSocket('udp4');
  udp.on('message', (message, from) => {
    const cut = Buffer.from(message);
    cut.writeUInt16BE(0x8380, 2);
    udp.send(cut, from.port, from.address);
  });
  udp.bind(tcp.port, '127.0.0.1');
  await once(udp, 'listening');
  expect(await queryServer({ name, type: 'A', server: tcp }, { ports, timeoutMs: 5_000 })).toMatchObject({
    outcome: 'error',
    code: 'DNS_FAILED',
  });
  udp.close();
});

test('the signal ends it: a step that was skipped', async () => {
  await using server = await startDnsServer(() => 'silence');
  const stop = new AbortController();
  const asked = queryServer({ name, type: 'A', server }, { ports, timeoutMs: 60_000, signal: stop.signal });
  stop.abort();
  expect(await asked).toEqual({ outcome: 'skipped', because: 'interrupted' });
});

test('every packet takes a turn of the limiter, those sent again too', async () => {
  await using server = await startDnsServer(() => 'silence');
  let turns = 0;
  const inner = createRateLimiter({ perSecond: 100, ports });
  const limiter = { ...inner, acquire: (signal?: AbortSignal) => ((turns += 1), inner.acquire(signal)) };
  await queryServer({ name, type: 'A', server }, { ports, timeoutMs: 300, limiter });
  expect(turns).toBeGreaterThanOrEqual(server.asked.length);
  expect(server.asked.length).toBeGreaterThan(1);
});
