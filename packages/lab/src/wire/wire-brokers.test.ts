import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { isMskReachError, openConversation, type Conversation } from '@msk-reach/core';
import { beforeAll, expect, test } from 'vitest';
import type { BrokerSpec } from '../brokers/brokers.ts';
import { type Authority, createAuthority, type IssuedCertificate } from '../tls/authority.ts';
import type { WireBrokers, WireBrokersOptions } from './options.ts';
import { startWireBrokers } from './wire-brokers.ts';

const DOMAIN = 'abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com';
const BOOT = `boot-${DOMAIN}`;
const TOKEN = 'dG9rZW4';
const spec = (id: number): BrokerSpec => ({ id, advertisedHost: `b${id}-${DOMAIN}`, advertisedPort: 9098 });
const THREE = [97, 98, 473].map(spec);

let authority: Authority;
let tls: IssuedCertificate;
beforeAll(async () => {
  authority = await createAuthority();
  tls = await authority.issue({ names: [`*.c1.kafka-serverless.us-east-1.amazonaws.com`] });
});

const start = (options: Partial<WireBrokersOptions> = {}): Promise<WireBrokers> =>
  startWireBrokers({ brokers: THREE, tls, ...options });

async function dial(wire: WireBrokers, servername = BOOT): Promise<TLSSocket> {
  const socket = connect({ host: wire.address, port: wire.port, servername, ca: authority.caPem });
  await once(socket, 'secureConnect');
  return socket;
}

async function talk(wire: WireBrokers, servername = BOOT): Promise<Conversation> {
  return openConversation(await dial(wire, servername), { clientId: 'test', timeoutMs: 5000 });
}

async function login(wire: WireBrokers, servername = BOOT): Promise<Conversation> {
  const conversation = await talk(wire, servername);
  await conversation.handshake('OAUTHBEARER');
  await conversation.authenticate(TOKEN);
  return conversation;
}

/** The code and message of what it fails with. */
async function failure(attempt: Promise<unknown>): Promise<string> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return isMskReachError(error) ? `${error.code} ${error.message}` : String(error);
}

const everything = { topics: ['orders', 'none'], includeAuthorizedOperations: true };

test.each([
  ['msk', 10],
  ['kafka-4.1', 10],
  ['kafka-3.9', 10],
] as const)('a login and Metadata with the versions of %s', async (ranges, version) => {
  const topics = [{ name: 'orders', partitions: 3 }];
  await using wire = await start({ ranges, topics, clusterId: 'the-cluster' });
  using conversation = await talk(wire);
  const offered = await conversation.apiVersions();
  expect(offered.find(({ apiKey }) => apiKey === 18)?.minVersion).toBe(0);
  expect(await conversation.handshake('OAUTHBEARER')).toEqual(['OAUTHBEARER', 'AWS_MSK_IAM']);
  expect(await conversation.authenticate(TOKEN)).toEqual({ sessionLifetimeMs: 900_000 });
  expect(await conversation.metadata(everything)).toEqual({
    clusterId: 'the-cluster',
    controllerId: 97,
    brokers: THREE.map(({ id, advertisedHost }) => ({ id, host: advertisedHost, port: 9098, rack: null })),
    topics: [
      { name: 'orders', errorCode: 0, partitions: 3, authorizedOperations: 0xdf8 },
      { name: 'none', errorCode: 3, partitions: 0, authorizedOperations: 0xdf8 },
    ],
    clusterAuthorizedOperations: 0x1d80,
  });
  expect(wire.requests().map(({ api, version: v, broker }) => [api, v, broker])).toEqual([
    ['ApiVersions', 3, 97],
    ['SaslHandshake', 1, 97],
    ['SaslAuthenticate', 2, 97],
    ['Metadata', version, 97],
  ]);
  expect(wire.lines()).toEqual(['auth accepted arn=anonymous broker=97 session_ms=900000']);
});

test('every version of Metadata that the client has is answered', async () => {
  for (let version = 4; version <= 13; version++) {
    const ranges = [
      [3, version, version],
      [17, 0, 1],
      [18, 0, 2],
      [36, 0, version % 3],
    ] as const;
    await using wire = await start({
      ranges: ranges.map(([apiKey, minVersion, maxVersion]) => ({ apiKey, minVersion, maxVersion })),
      topics: [{ name: 'orders', partitions: 2 }],
    });
    using conversation = await login(wire);
    const cluster = await conversation.metadata({ topics: ['orders'], includeAuthorizedOperations: false });
    expect(cluster.brokers.map(({ id }) => id)).toEqual([97, 98, 473]);
    expect(cluster.topics).toMatchObject([{ name: 'orders', errorCode: 0, partitions: 2 }]);
    expect(wire.requests().map(({ api, version: v }) => `${api} ${v}`)).toContain(`Metadata ${version}`);
  }
});

test('the server name decides whose connection it is, and brokers come and go', async () => {
  await using wire = await start();
  using of98 = await login(wire, `b98-${DOMAIN}`);
  expect(wire.requests().at(-1)).toMatchObject({ broker: 98, serverName: `b98-${DOMAIN}`, client: 'test' });
  await expect(talk(wire, `b99-${DOMAIN}`).then((c) => c.apiVersions())).rejects.toMatchObject({
    code: 'KAFKA_CLOSED',
  });

  const added = await wire.add(spec(99));
  expect(added.target).toEqual({ host: '127.0.0.1', port: wire.port });
  using of99 = await login(wire, `b99-${DOMAIN}`);
  await wire.stop(98);
  const { brokers } = await of99.metadata({ topics: null, includeAuthorizedOperations: false });
  expect(brokers.map(({ id }) => id)).toEqual([97, 99, 473]);
  expect(await failure(of98.metadata({ topics: null, includeAuthorizedOperations: false }))).toMatch(
    /KAFKA_CLOSED/u,
  );
  await expect(wire.stop(98)).rejects.toMatchObject({ code: 'INTERNAL' });
  await expect(wire.add(spec(99))).rejects.toMatchObject({ code: 'INTERNAL' });
});

test('a refusal is error 58 with one text, and the reason is in the lines alone', async () => {
  await using wire = await start({
    validateToken: () => ({ reason: 'signature', detail: 'not that of the key' }),
  });
  using conversation = await talk(wire);
  await conversation.handshake('OAUTHBEARER');
  const error = await conversation.authenticate(TOKEN).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: 'SASL_REFUSED',
    details: {
      errorCode: 58,
      message: expect.stringMatching(/^\[[0-9a-f-]{36}\]: Access denied$/u) as string,
    },
  });
  expect(wire.lines()).toEqual([
    expect.stringMatching(
      /^auth refused reason=signature detail="not that of the key" broker=97 ref=[0-9a-f-]{36}$/u,
    ),
  ]);
  expect(JSON.stringify([wire.lines(), wire.requests()])).not.toContain(TOKEN);
});

test('connections over the quota are refused as MSK refuses them', async () => {
  let now = 1_000_000;
  await using wire = await start({ connectionsPerSecond: 2, now: () => now });
  using _first = await login(wire);
  using _second = await login(wire);
  using third = await talk(wire);
  await third.handshake('OAUTHBEARER');
  expect(await failure(third.authenticate(TOKEN))).toMatch(
    /^SASL_REFUSED .*\[[0-9a-f-]{36}\]: Too many connects$/u,
  );
  now += 1001;
  using _later = await login(wire);
});

test('the session granted is the shorter of the two, and nothing but a login is left when it ends', async () => {
  let now = 1_000_000;
  let principal = 'one';
  const check = (): object => ({ principal, lifetimeMs: 5000 });
  await using wire = await start({ validateToken: check as never, sessionMaxMs: 3000, now: () => now });
  using conversation = await talk(wire);
  const none = { topics: null, includeAuthorizedOperations: false };
  await conversation.handshake('OAUTHBEARER');
  expect(await conversation.authenticate(TOKEN)).toEqual({ sessionLifetimeMs: 3000 });
  now += 2900;
  await wire.setSessionMaxMs(0);
  await conversation.handshake('OAUTHBEARER');
  expect(await conversation.authenticate(TOKEN)).toEqual({ sessionLifetimeMs: 5000 });
  expect(await failure(conversation.handshake('OAUTHBEARER'))).toMatch(/ILLEGAL_SASL_STATE/u);
  now += 4900;
  expect((await conversation.metadata(none)).brokers).toHaveLength(3);
  await conversation.handshake('OAUTHBEARER');
  principal = 'two';
  expect(await failure(conversation.authenticate(TOKEN))).toMatch(
    /^SASL_REFUSED .*Cannot change principals during re-authentication from one: two$/u,
  );
  using other = await talk(wire);
  await other.handshake('OAUTHBEARER');
  await other.authenticate(TOKEN);
  now += 5000;
  expect(await failure(other.metadata(none))).toMatch(/^KAFKA_CLOSED/u);
});

test('what is out of order is answered by hanging up', async () => {
  await using wire = await start();
  using early = await talk(wire);
  expect(await failure(early.metadata({ topics: null, includeAuthorizedOperations: false }))).toMatch(
    /^KAFKA_CLOSED/u,
  );
  using unshaken = await talk(wire);
  expect(await failure(unshaken.authenticate(TOKEN))).toMatch(/^KAFKA_CLOSED/u);
  using other = await talk(wire);
  expect(await failure(other.handshake('SCRAM-SHA-512'))).toMatch(
    /^SASL_MECHANISM_UNSUPPORTED .*OAUTHBEARER, AWS_MSK_IAM/u,
  );
  const garbage = await dial(wire);
  garbage.write('GET / HTTP/1.1\r\n\r\n');
  garbage.resume();
  await once(garbage, 'close');
  expect(wire.lines()).toEqual([]);
});

test('thousands of brokers are named in one answer', async () => {
  const brokers = Array.from({ length: 5000 }, (_, index) => spec(index + 1));
  await using wire = await start({ brokers });
  using first = await login(wire);
  using last = await login(wire, `b5000-${DOMAIN}`);
  for (const conversation of [first, last]) {
    const cluster = await conversation.metadata({ topics: null, includeAuthorizedOperations: false });
    expect(cluster.brokers).toHaveLength(5000);
    expect(cluster.brokers.at(-1)).toEqual({ id: 5000, host: `b5000-${DOMAIN}`, port: 9098, rack: null });
  }
});

test('what cannot be is refused at the start, and closing twice is fine', async () => {
  await expect(start({ brokers: [] })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await expect(start({ faults: [{ fault: {} }] })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  const wire = await start();
  await expect(start({ port: wire.port })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    details: { why: 'EADDRINUSE' },
  });
  expect(() => wire.setFaults([{ fault: { announcedLength: 'x' } }] as never)).toThrow(
    /announcedLength must be integer/u,
  );
  const open = await login(wire);
  await wire.close();
  await wire.close();
  expect(await failure(open.metadata({ topics: null, includeAuthorizedOperations: false }))).toMatch(
    /^KAFKA_CLOSED/u,
  );
});
