import { connect, Socket } from 'node:net';
import { expect, test } from 'vitest';
import { startBroker } from '../../../test/broker.ts';
import { BOOTSTRAP, brokerHost, startWorld, usualBrokers, ZONE } from '../../../test/cluster.ts';
import { NXDOMAIN, SERVFAIL } from '../../../test/dns-server.ts';
import { freePort } from '../../../test/servers.ts';
import { refused } from '../../../test/sts-server.ts';
import { ApiKeys } from '../../kafka/protocol.ts';
import type { Ports } from '../../ports.ts';
import type { Observation } from '../observation.ts';
import type { Progress } from './look.ts';
import { observe } from './observe.ts';

const pathsOf = (observation: Observation, host: string) =>
  observation.paths.filter((path) => path.host === host);
const outcomes = (path: Observation['paths'][number] | undefined) =>
  [path?.tcp, path?.tls, path?.apiVersions, path?.sasl, path?.metadata].map((step) => step?.outcome);

test('how the look was made stands in it, for the command that makes it again', async () => {
  await using world = await startWorld();
  const { said } = await observe(await world.config({ rate: 40, deadlineMs: 30_000, timeoutMs: 10_000 }), {
    ports: world.ports,
  });
  expect(said).toMatchObject({ profile: null, caFile: null, rate: 40, timeoutMs: null, deadlineMs: 30_000 });
});

test('a sound cluster: everything is seen, nothing but harmless requests is sent', async () => {
  await using world = await startWorld();
  const events: Progress[] = [];
  const observation = await observe(await world.config(), {
    ports: world.ports,
    onProgress: (event) => events.push(event),
  });
  expect(observation).toMatchObject({
    schema: 'msk-reach/observation/1',
    ended: 'complete',
    endpoint: { clusterId: 'abcd1234', region: 'us-east-1' },
    identity: {
      base: { outcome: 'ok' },
      hops: [{ result: { outcome: 'ok' } }],
      caller: { outcome: 'ok' },
      token: { outcome: 'ok', value: { region: 'us-east-1', lifetimeMs: 900_000 } },
      clock: { outcome: 'ok' },
    },
    metadata: {
      outcome: 'ok',
      value: { clusterId: 'test-cluster', from: `${BOOTSTRAP}:${world.broker.port}` },
    },
  });
  const hosts = [BOOTSTRAP, brokerHost(97), brokerHost(98), brokerHost(473)];
  expect(observation.paths.map(({ host }) => host)).toEqual(hosts);
  expect(observation.paths.flatMap(outcomes).every((outcome) => outcome === 'ok')).toBe(true);
  expect(new Set(observation.names.map(({ role }) => role))).toEqual(
    new Set([
      'bootstrap',
      'broker',
      'sentinel',
      'foreign-same-shard',
      'foreign-other-shard',
      'apex',
      'shard-apex',
      'control',
    ]),
  );
  expect(observation.names.find(({ role }) => role === 'apex')?.answers.map(({ type }) => type)).toEqual([
    'SOA',
  ]);
  // One connection for each conversation: TCP is known from the bootstrap's.
  expect(world.broker.accepted).toHaveLength(4);
  const harmless: readonly number[] = [
    ApiKeys.ApiVersions,
    ApiKeys.SaslHandshake,
    ApiKeys.SaslAuthenticate,
    ApiKeys.Metadata,
  ];
  expect(world.broker.requests.filter(({ apiKey }) => !harmless.includes(apiKey))).toEqual([]);
  expect(events).toContainEqual({
    phase: 'brokers',
    done: 3,
    total: 3,
    subject: expect.any(String),
    seen: { paths: [expect.objectContaining({ role: 'broker' })] },
  });
  expect(events.filter(({ done, total }) => done > total)).toEqual([]);
  expect(new Set(events.flatMap(({ seen }) => seen?.names ?? []))).toEqual(new Set(observation.names));
  expect(new Set(events.flatMap(({ seen }) => seen?.paths ?? []))).toEqual(new Set(observation.paths));
});

test('a group is asked about at its coordinator, once there is one, and nothing is sent that changes anything', async () => {
  const answers = [15, 15];
  await using world = await startWorld({
    coordinator: () => answers.shift() ?? usualBrokers(world.broker.port)[2] ?? 15,
  });
  const observation = await observe(await world.config({ group: 'billing' }), { ports: world.ports });
  expect(observation.group).toMatchObject({
    coordinator: { outcome: 'ok', value: { id: 473, host: brokerHost(473), port: world.broker.port } },
    description: { outcome: 'ok', value: { state: 'Dead', members: 0, authorizedOperations: 0x148 } },
  });
  const described = world.broker.requests.filter(({ apiKey }) => apiKey === ApiKeys.DescribeGroups);
  expect(described.map(({ sni }) => sni)).toEqual([brokerHost(473)]);
  const harmless: readonly number[] = Object.values(ApiKeys);
  expect(world.broker.requests.filter(({ apiKey }) => !harmless.includes(apiKey))).toEqual([]);
  expect(world.broker.accepted).toHaveLength(6);
});

test('no group, no question; a coordinator elsewhere is never dialled', async () => {
  await using world = await startWorld({
    coordinator: () => ({ id: 1, host: `b1-evil1234.c1.${ZONE}`, port: world.broker.port }),
  });
  const without = await observe(await world.config(), { ports: world.ports });
  expect(without).not.toHaveProperty('group');
  expect(world.broker.accepted).toHaveLength(4);
  const observation = await observe(await world.config({ group: 'billing' }), { ports: world.ports });
  expect(observation.group?.description).toEqual({ outcome: 'skipped', because: 'broker not reached' });
  expect(world.broker.accepted).toHaveLength(4 + 5);
});

test('no secret and no token is in it', async () => {
  await using world = await startWorld();
  const text = JSON.stringify(await observe(await world.config(), { ports: world.ports }));
  expect(world.broker.tokens).toHaveLength(4);
  for (const token of world.broker.tokens) expect(text).not.toContain(token.split(' ')[1]);
  expect(text).not.toContain('base-secret');
  expect(text).not.toContain('X-Amz-Signature');
});

test('all brokers are named, though none of them resolves', async () => {
  await using world = await startWorld({
    addresses: (host) => (host.startsWith('b') && host !== BOOTSTRAP ? null : undefined),
  });
  const observation = await observe(await world.config(), { ports: world.ports });
  expect(observation.metadata).toMatchObject({
    outcome: 'ok',
    value: { brokers: [{ id: 97, allowed: true }, { id: 98 }, { id: 473 }] },
  });
  const broker = observation.names.find(({ host }) => host === brokerHost(98));
  expect(broker?.answers[0]?.step).toMatchObject({
    outcome: 'ok',
    value: { rcode: 'NXDOMAIN', soa: { owner: ZONE, negativeTtl: 60 } },
  });
  expect(observation.paths.map(({ host }) => host)).toEqual([BOOTSTRAP]);
});

test('a broker advertised elsewhere is named and never asked for, dialled or given a token', async () => {
  const elsewhere = [
    `b1-abcd1234.c1.${ZONE}.evil.example`,
    `b1-evil1234.c1.${ZONE}`,
    '127.0.0.1',
    'localhost',
    '',
  ];
  await using world = await startWorld({
    brokers: (port) => [
      ...usualBrokers(port, [97]),
      ...elsewhere.map((host, id) => ({ id, host, port, rack: null })),
      { id: 5, host: brokerHost(5), port: 0, rack: null },
      { id: 6, host: brokerHost(6), port: 65_536, rack: null },
    ],
  });
  const observation = await observe(await world.config(), { ports: world.ports });
  if (observation.metadata.outcome !== 'ok') throw new Error('no Metadata');
  const { brokers } = observation.metadata.value;
  expect(brokers.map(({ allowed }) => allowed)).toEqual([true, ...Array.from({ length: 7 }, () => false)]);
  expect(brokers.slice(1).every(({ refusedBecause }) => refusedBecause !== null)).toBe(true);
  expect(observation.paths.map(({ host }) => host)).toEqual([BOOTSTRAP, brokerHost(97)]);
  expect(
    world.dns.asked.map(({ name }) => name).filter((name) => name.includes('evil') || name.startsWith('b5-')),
  ).toEqual([]);
  expect(world.broker.tokens.map((token) => token.split(' ')[0])).toEqual([BOOTSTRAP, brokerHost(97)]);
});

test('every address of the bootstrap is visited, and refused credentials are presented twice at most', async () => {
  await using world = await startWorld({
    addresses: () => ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4'],
    login: () => ({ errorCode: 58, message: '[uuid]: Access denied' }),
  });
  const others: AsyncDisposable[] = [];
  await using _rest = {
    [Symbol.asyncDispose]: () =>
      Promise.all(others.map((other) => other[Symbol.asyncDispose]())).then(() => undefined),
  };
  const certificate = await world.authority.issue([`*.c1.${ZONE}`]);
  const tokens: string[] = [];
  const login = (token: string) => (tokens.push(token), { errorCode: 58, message: '[uuid]: Access denied' });
  for (const address of ['127.0.0.2', '127.0.0.3', '127.0.0.4'])
    others.push(
      await startBroker({ certificate, brokers: () => [], login }, { address, port: world.broker.port }),
    );
  const observation = await observe(await world.config(), { ports: world.ports });
  expect(observation.paths).toHaveLength(4);
  for (const path of observation.paths) expect(outcomes(path).slice(0, 3)).toEqual(['ok', 'ok', 'ok']);
  const sasl = observation.paths.map(({ sasl }) => sasl);
  expect(sasl.filter(({ outcome }) => outcome === 'error')).toHaveLength(2);
  expect(sasl.find(({ outcome }) => outcome === 'error')).toMatchObject({
    code: 'SASL_REFUSED',
    facts: { errorCode: 58, message: '[uuid]: Access denied' },
  });
  expect(
    sasl.filter((step) => step.outcome === 'skipped' && step.because === 'refused at another address'),
  ).toHaveLength(2);
  expect(tokens.length + world.broker.tokens.length).toBe(2);
  expect(observation.metadata.outcome).toBe('skipped');
});

test('without credentials TCP, TLS and ApiVersions are looked at all the same', async () => {
  await using world = await startWorld();
  world.sts.answer(() =>
    refused(403, 'AccessDenied', 'User: x is not authorized to perform: sts:AssumeRole on resource: y'),
  );
  const observation = await observe(await world.config(), { ports: world.ports });
  expect(observation.identity).toMatchObject({
    hops: [{ result: { outcome: 'error', code: 'STS_REFUSED' } }],
    token: { outcome: 'skipped', because: 'credentials' },
    caller: { outcome: 'skipped' },
  });
  expect(outcomes(observation.paths[0])).toEqual(['ok', 'ok', 'ok', 'skipped', 'skipped']);
  expect(observation.paths[0]?.sasl).toEqual({ outcome: 'skipped', because: 'token' });
  expect(world.broker.tokens).toEqual([]);
});

test('a certificate for another name keeps the token at home', async () => {
  await using world = await startWorld({ certificate: (authority) => authority.issue([`*.c2.${ZONE}`]) });
  const observation = await observe(await world.config(), { ports: world.ports });
  expect(observation.paths[0]?.tls).toMatchObject({
    outcome: 'error',
    code: 'TLS_NAME_MISMATCH',
    facts: { certificate: { names: [`*.c2.${ZONE}`] } },
  });
  expect(observation.paths[0]?.sasl).toEqual({ outcome: 'skipped', because: 'tls' });
  expect(world.broker.tokens).toEqual([]);
});

test('each distinct address is dialled once for TCP, dead ones too, and each broker talks at one that lives', async () => {
  await using world = await startWorld({
    addresses: (host) => (host === BOOTSTRAP ? ['127.0.0.1'] : ['127.0.0.1', '127.0.0.2', '127.0.0.3']),
  });
  const certificate = await world.authority.issue([`*.c1.${ZONE}`]);
  await using second = await startBroker(
    { certificate, brokers: () => usualBrokers(world.broker.port) },
    { address: '127.0.0.2', port: world.broker.port },
  );
  const observation = await observe(await world.config(), { ports: world.ports });
  expect(observation.paths).toHaveLength(1 + 3 * 3);
  for (const id of [97, 98, 473]) {
    const paths = pathsOf(observation, brokerHost(id));
    expect(paths.map(({ address }) => address)).toEqual(['127.0.0.1', '127.0.0.2', '127.0.0.3']);
    expect(paths.map(({ tcp }) => tcp.outcome)).toEqual(['ok', 'ok', 'error']);
    expect(paths.filter(({ sasl }) => sasl.outcome === 'ok')).toHaveLength(1);
    expect(paths.find(({ tls, tcp }) => tcp.outcome === 'ok' && tls.outcome === 'skipped')?.tls).toEqual({
      outcome: 'skipped',
      because: 'one conversation for each broker',
    });
  }
  expect(world.broker.accepted.length + second.accepted.length).toBe(4);
  expect(second.accepted.length).toBeGreaterThan(0);
});

test('a dead address that all brokers share is dialled once for all of them', async () => {
  const dials: string[] = [];
  const connectTcp: Ports['connectTcp'] = (address, port) => {
    dials.push(address);
    return connect({ host: address, port });
  };
  await using world = await startWorld({
    brokers: (port) => usualBrokers(port, [1, 2, 3, 4, 5, 6]),
    addresses: (host) => (host === BOOTSTRAP ? ['127.0.0.1'] : ['127.0.0.9', '127.0.0.1']),
    ports: { connectTcp },
  });
  const observation = await observe(await world.config(), { ports: world.ports });
  expect(dials.filter((address) => address === '127.0.0.9')).toHaveLength(1);
  expect(dials).toHaveLength(1 + 1 + 6);
  expect(observation.paths.filter(({ sasl }) => sasl.outcome === 'ok')).toHaveLength(1 + 6);
});

test('an address that all names share gets four connections, one that drops the first as well; nobody waited for dials twice', async () => {
  const dials: string[] = [];
  const connectTcp: Ports['connectTcp'] = (address, port) => {
    dials.push(address);
    // A socket that nobody connects is what a dropped SYN looks like.
    return address === '127.0.0.9' ? new Socket() : connect({ host: address, port });
  };
  await using world = await startWorld({
    brokers: (port) => usualBrokers(port, [1, 2]),
    addresses: () => ['127.0.0.9', '127.0.0.1'],
    ports: { connectTcp },
  });
  const config = await world.config({ timeoutMs: 1_000 });
  const { redials } = await observe(config, { ports: world.ports });
  expect(redials?.map(({ address, steps }) => [address, steps.map(({ outcome }) => outcome)])).toEqual([
    ['127.0.0.9', ['error', 'error', 'error']],
    ['127.0.0.1', ['ok', 'ok']],
  ]);
  dials.length = 0;
  expect(await observe(config, { ports: world.ports, thorough: false })).not.toHaveProperty('redials');
  expect(dials.filter((address) => address === '127.0.0.9')).toHaveLength(1);
});

test('however each name is answered, brokers spread over the addresses', async () => {
  await using world = await startWorld({
    brokers: (port) => usualBrokers(port, [1, 2, 3, 4]),
    addresses: (host) => (/^b[13]-/u.test(host) ? ['127.0.0.1', '127.0.0.2'] : ['127.0.0.2', '127.0.0.1']),
  });
  const certificate = await world.authority.issue([`*.c1.${ZONE}`]);
  await using second = await startBroker(
    { certificate, brokers: () => usualBrokers(world.broker.port, [1, 2, 3, 4]) },
    { address: '127.0.0.2', port: world.broker.port },
  );
  await observe(await world.config(), { ports: world.ports, thorough: false });
  expect([world.broker.accepted.length, second.accepted.length]).toEqual([1 + 2, 1 + 2]);
});

test('an address that takes one connection and refuses the next keeps no broker from another address', async () => {
  const dead = await freePort('127.0.0.1');
  let dials = 0;
  const connectTcp: Ports['connectTcp'] = (address, port) =>
    connect({ host: address, port: address === '127.0.0.1' && dials++ > 0 ? dead : port });
  await using world = await startWorld({
    brokers: (port) => usualBrokers(port, [1, 2, 3, 4]),
    addresses: (host) => (host === BOOTSTRAP ? ['127.0.0.1'] : ['127.0.0.1', '127.0.0.2']),
    ports: { connectTcp },
  });
  const certificate = await world.authority.issue([`*.c1.${ZONE}`]);
  await using _second = await startBroker(
    { certificate, brokers: () => usualBrokers(world.broker.port, [1, 2, 3, 4]) },
    { address: '127.0.0.2', port: world.broker.port },
  );
  const observation = await observe(await world.config(), { ports: world.ports });
  for (const id of [1, 2, 3, 4])
    expect(pathsOf(observation, brokerHost(id)).map(({ sasl }) => sasl.outcome)).toContain('ok');
  expect(pathsOf(observation, brokerHost(1)).map(({ tcp }) => tcp.outcome)).toContain('ok');
});

test('addresses that no conversation needs are dialled all the same', async () => {
  await using world = await startWorld({
    brokers: (port) => usualBrokers(port, [1]),
    addresses: (host) =>
      host === BOOTSTRAP ? ['127.0.0.1'] : ['127.0.0.7', '127.0.0.8', '127.0.0.9', '127.0.0.1'],
  });
  const observation = await observe(await world.config(), { ports: world.ports });
  const paths = pathsOf(observation, brokerHost(1));
  expect(paths.map(({ tcp, sasl }) => [tcp.outcome, sasl.outcome])).toEqual([
    ['error', 'skipped'],
    ['error', 'skipped'],
    ['error', 'skipped'],
    ['ok', 'ok'],
  ]);
});

test('a role that cannot be read is not skipped over: nobody is asked, no token is presented', async () => {
  await using world = await startWorld();
  const config = await world.config({ roles: [{ arn: 'arn:aws:iam::1:role/short' }] });
  const observation = await observe(config, { ports: world.ports });
  expect(observation.endpoint.problems).toMatchObject([{ check: 'CRD03' }]);
  expect(observation.identity).toMatchObject({
    base: { outcome: 'skipped', because: 'roles' },
    token: { outcome: 'skipped', because: 'roles' },
  });
  expect(outcomes(observation.paths[0])).toEqual(['ok', 'ok', 'ok', 'skipped', 'skipped']);
  expect([world.broker.tokens, world.sts.requests]).toEqual([[], []]);
});

test('a broker all of whose addresses are dead has their TCP steps, and the rest skipped', async () => {
  const port = await freePort('127.0.0.5');
  await using world = await startWorld({
    brokers: (own) => [...usualBrokers(own, [97]), { id: 98, host: brokerHost(98), port, rack: null }],
  });
  const observation = await observe(await world.config(), { ports: world.ports });
  expect(pathsOf(observation, brokerHost(98))).toMatchObject([
    { port, tcp: { outcome: 'error', code: 'TCP_REFUSED' }, tls: { outcome: 'skipped', because: 'tcp' } },
  ]);
  expect(outcomes(pathsOf(observation, brokerHost(97))[0])).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
});

test('no more connections than allowed in any second', async () => {
  const dials: number[] = [];
  const connectTcp: Ports['connectTcp'] = () => {
    dials.push(performance.now());
    return new Socket().destroy(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
  };
  await using world = await startWorld({
    addresses: () => Array.from({ length: 8 }, (_, index) => `127.0.1.${index}`),
    ports: { connectTcp },
  });
  await observe(await world.config({ rate: 3 }), { ports: world.ports });
  expect(dials).toHaveLength(8);
  const gaps = dials.slice(3).map((dial, index) => dial - (dials[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(1_000);
});

test('"Too many connects" is waited out, once', async () => {
  let logins = 0;
  await using world = await startWorld({
    login: () => ((logins += 1) === 1 ? { errorCode: 58, message: '[uuid]: Too many connects' } : null),
  });
  const observation = await observe(await world.config(), { ports: world.ports });
  expect(observation.metadata.outcome).toBe('ok');
  expect(observation.paths.map(({ sasl }) => sasl.outcome)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(world.broker.accepted).toHaveLength(5);
});

test('the deadline cuts off what is left, and the observation says so: a silent name keeps nobody else waiting', async () => {
  await using world = await startWorld({ dns: (host) => (host === brokerHost(98) ? 'silence' : undefined) });
  const observation = await observe(await world.config({ timeoutMs: 60_000, deadlineMs: 1_500 }), {
    ports: world.ports,
  });
  expect(observation.ended).toBe('deadline');
  expect(observation.names.find(({ host }) => host === brokerHost(98))?.answers[0]?.step).toEqual({
    outcome: 'skipped',
    because: 'deadline',
  });
  expect(pathsOf(observation, BOOTSTRAP)[0]?.sasl.outcome).toBe('ok');
  expect(outcomes(pathsOf(observation, brokerHost(97))[0])).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  expect(pathsOf(observation, brokerHost(98))).toEqual([]);
});

test('a conversation that the deadline ends is skipped from there on, no failure', async () => {
  await using world = await startWorld({ silentTo: [ApiKeys.Metadata] });
  const config = await world.config({ timeoutMs: 60_000, deadlineMs: 1_500 });
  const observation = await observe(config, { ports: world.ports });
  expect(observation.ended).toBe('deadline');
  expect(observation.paths).toMatchObject([
    { sasl: { outcome: 'ok' }, metadata: { outcome: 'skipped', because: 'deadline' } },
  ]);
  expect(observation.metadata).toEqual({ outcome: 'skipped', because: 'deadline' });
});

test('a broker that never answers Metadata is a timeout', async () => {
  await using world = await startWorld({ silentTo: [ApiKeys.Metadata] });
  const observation = await observe(await world.config({ timeoutMs: 1_000 }), { ports: world.ports });
  expect(observation).toMatchObject({
    ended: 'complete',
    metadata: { outcome: 'error', code: 'KAFKA_TIMEOUT' },
  });
});

test('an interrupted look is given back at once', async () => {
  await using world = await startWorld({ dns: () => 'silence' });
  const stop = new AbortController();
  const looking = observe(await world.config({ timeoutMs: 60_000 }), {
    ports: world.ports,
    signal: stop.signal,
  });
  setImmediate(() => stop.abort());
  const observation = await looking;
  expect(observation.ended).toBe('interrupted');
  expect(observation.metadata).toEqual({ outcome: 'skipped', because: 'interrupted' });
  expect(observation.names.map(({ answers }) => answers[0]?.step)).toContainEqual({
    outcome: 'skipped',
    because: 'interrupted',
  });
  const before = await observe(await world.config(), { ports: world.ports, signal: AbortSignal.abort() });
  expect(before).toMatchObject({
    ended: 'interrupted',
    identity: { token: { outcome: 'skipped', because: 'interrupted' } },
  });
});

test("with the system's resolver getaddrinfo decides, and its server's own words are kept beside", async () => {
  await using dnsWorld = await startWorld();
  const lookup: Ports['lookup'] = async () => [{ address: '127.0.0.1', family: 4 }];
  const ports = { ...dnsWorld.ports, lookup, systemResolvers: () => [`127.0.0.1:${dnsWorld.dns.port}`] };
  const observation = await observe(await dnsWorld.config({ dnsServer: ['system'] }), { ports });
  expect(observation.resolvers).toEqual(['system']);
  const bootstrap = observation.names.find(({ role }) => role === 'bootstrap');
  expect(bootstrap).toMatchObject({
    resolver: 'system',
    lookup: { outcome: 'ok', value: { addresses: ['127.0.0.1'] } },
    answers: [{ server: `127.0.0.1:${dnsWorld.dns.port}`, step: { outcome: 'ok' } }, { type: 'AAAA' }],
  });
  expect(observation.metadata.outcome).toBe('ok');
});

test('several resolvers are all asked, and the first one dialled', async () => {
  await using other = await startWorld({ addresses: () => ['127.0.0.99'] });
  await using world = await startWorld();
  const resolvers = [`127.0.0.1:${world.dns.port}`, `127.0.0.1:${other.dns.port}`];
  const observation = await observe(await world.config({ dnsServer: resolvers }), { ports: world.ports });
  expect(observation.resolvers).toEqual(resolvers);
  expect(
    observation.names.filter(({ host }) => host === brokerHost(97)).map(({ resolver }) => resolver),
  ).toEqual(resolvers);
  expect(new Set(observation.paths.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
});

test('a bootstrap that is none leaves the identity to look at', async () => {
  await using world = await startWorld();
  const observation = await observe(
    await world.config({ bootstrap: 'http://nowhere', region: 'us-east-1' }),
    { ports: world.ports },
  );
  expect(observation).toMatchObject({
    ended: 'complete',
    names: [],
    paths: [],
    metadata: { outcome: 'skipped' },
    identity: { caller: { outcome: 'ok' }, token: { outcome: 'ok' } },
  });
  expect(observation.endpoint.problems).toMatchObject([{ check: 'CFG01' }]);
});

test('an identity given stays open', async () => {
  await using world = await startWorld();
  const config = await world.config();
  let closed = false;
  const credentials = async () => ({ accessKeyId: 'AKID', secretAccessKey: 'secret' });
  const step = { outcome: 'skipped', because: 'test' } as const;
  const identity = {
    credentials,
    renew: async () => undefined,
    keepFresh: () => undefined,
    caller: async () => step,
    failing: () => null,
    again: async () => step,
    trace: () => ({ base: step, hops: [], expiresAt: null, clock: step, sts: { endpoint: '', region: '' } }),
    close: () => void (closed = true),
  };
  await observe(config, { ports: world.ports, identity });
  expect(closed).toBe(false);
});

test('some names are asked for again, those that did not resolve first, and none where no answer came', async () => {
  let asked = 0;
  await using world = await startWorld({
    brokers: (port) => usualBrokers(port, [97, 98, 99, 100, 101, 102, 103, 104, 105, 106]),
    dns: (host, type) => {
      if (host === brokerHost(97)) return { rcode: SERVFAIL };
      if (host !== brokerHost(106) || type !== 'A') return undefined;
      asked += 1;
      return asked === 1 ? { rcode: NXDOMAIN } : undefined;
    },
  });
  const { again = [] } = await observe(await world.config(), { ports: world.ports });
  const outcomesOf = (host: string) =>
    again.find((question) => question.host === host)?.steps.map(({ outcome }) => outcome);
  expect(outcomesOf(brokerHost(106))).toEqual(['ok', 'ok', 'ok']);
  expect(outcomesOf(brokerHost(97))).toBeUndefined();
  expect(again.map(({ host }) => host)).toEqual([
    BOOTSTRAP,
    ...[106, 98, 99, 100, 101, 102, 103, 104].map(brokerHost),
  ]);
});
