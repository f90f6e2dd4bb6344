import { expect, test } from 'vitest';
import { NXDOMAIN, REFUSED, SERVFAIL, startDnsServer } from '../../test/dns-server.ts';
import { testPorts } from '../../test/servers.ts';
import { lookupHost, resolveHost } from './resolve.ts';

const host = 'broker.example.com';
const ports = testPorts();

test('A and AAAA together, each address once', async () => {
  await using server = await startDnsServer(({ type }) => ({
    answers:
      type === 'A'
        ? [1, 2, 1].map((last) => ({ type: 'A', name: host, ttl: 1, data: `10.0.0.${last}` }))
        : [{ type: 'AAAA', name: host, ttl: 1, data: 'fd00::1' }],
  }));
  expect(await resolveHost(host, server, { ports, timeoutMs: 5_000 })).toMatchObject({
    outcome: 'ok',
    value: { addresses: ['10.0.0.1', '10.0.0.2', 'fd00::1'] },
  });
});

test('one family is enough, though the other is refused', async () => {
  await using server = await startDnsServer(({ type }) =>
    type === 'A' ? { answers: [{ type: 'A', name: host, ttl: 1, data: '10.0.0.1' }] } : { rcode: SERVFAIL },
  );
  expect(await resolveHost(host, server, { ports, timeoutMs: 5_000 })).toMatchObject({
    outcome: 'ok',
    value: { addresses: ['10.0.0.1'] },
  });
});

test.each([
  [NXDOMAIN, 'DNS_NOT_FOUND'],
  [SERVFAIL, 'DNS_SERVER_FAILURE'],
  [REFUSED, 'DNS_REFUSED'],
  [4, 'DNS_FAILED'],
  [0, 'DNS_NO_DATA'],
])('rcode %i without addresses is %s', async (rcode, code) => {
  await using server = await startDnsServer(() => ({ rcode }));
  expect(await resolveHost(host, server, { ports, timeoutMs: 5_000 })).toMatchObject({
    outcome: 'error',
    code,
  });
});

test.each([
  ['ENOTFOUND', 'DNS_NOT_FOUND'],
  ['EAI_AGAIN', 'DNS_SERVER_FAILURE'],
  ['EWHATEVER', 'DNS_FAILED'],
])("the system's %s is %s", async (errno, code) => {
  const lookup = () => Promise.reject(Object.assign(new Error('no'), { code: errno }));
  expect(await resolveHost(host, 'system', { ports: testPorts({ lookup }), timeoutMs: 5_000 })).toMatchObject(
    { outcome: 'error', code, facts: { errno } },
  );
});

test('a lookup that never ends is given up, by time and by signal', async () => {
  const lookup = () => new Promise<never>(() => undefined);
  const stuck = testPorts({ lookup });
  expect(await lookupHost(host, { ports: stuck, timeoutMs: 20 })).toMatchObject({
    outcome: 'error',
    code: 'DNS_TIMEOUT',
  });
  expect(await lookupHost(host, { ports: stuck, timeoutMs: 20, signal: AbortSignal.abort() })).toEqual({
    outcome: 'skipped',
    because: 'interrupted',
  });
});

test("the system's addresses come in its order", async () => {
  const lookup = async () => [
    { address: '::1', family: 6 },
    { address: '127.0.0.1', family: 4 },
  ];
  expect(
    await resolveHost('localhost', 'system', { ports: testPorts({ lookup }), timeoutMs: 5_000 }),
  ).toMatchObject({ outcome: 'ok', value: { addresses: ['::1', '127.0.0.1'] } });
});
