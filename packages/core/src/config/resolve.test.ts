import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isMskReachError } from '../errors.ts';
import { requireBootstrap, requireSoundEndpoint } from './assert.ts';
import type { Config, ConfigIssue } from './config.ts';
import { resolveConfig } from './resolve.ts';

const BOOTSTRAP = 'boot-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonaws.com';
const ROLE = 'arn:aws:iam::222222222222:role/msk-client';

async function issuesOf(options: unknown): Promise<readonly ConfigIssue[]> {
  const error: unknown = await resolveConfig(options).catch((reason: unknown) => reason);
  if (!isMskReachError(error)) throw new Error('the options were taken');
  expect(error.code).toBe('CONFIG_INVALID');
  return error.details['issues'] as readonly ConfigIssue[];
}

const problemsOf = async (options: object): Promise<Config['endpoint']['problems']> =>
  (await resolveConfig({ bootstrap: BOOTSTRAP, ...options })).endpoint.problems;

test('a look can do with the ARN alone, in its Region; a client cannot', async () => {
  const clusterArn = 'arn:aws:kafka:eu-west-1:222222222222:cluster/orders/1b9d6bcd-1';
  const { endpoint, ...rest } = await resolveConfig({ clusterArn });
  expect(endpoint).toMatchObject({ given: [], bootstraps: [], region: 'eu-west-1', problems: [] });
  expect(() => requireBootstrap({ endpoint, ...rest })).toThrow('bootstrap: is missing');
  expect((await resolveConfig({ clusterArn, region: 'us-east-1' })).endpoint.region).toBe('us-east-1');
});

test('a bootstrap alone is enough', async () => {
  const config = await resolveConfig({ bootstrap: BOOTSTRAP });
  expect(config).toMatchInlineSnapshot(`
    {
      "clientConfig": null,
      "connectivity": {
        "ca": null,
        "caFile": null,
        "cidrs": [],
        "pattern": "any",
        "resolvers": [
          "system",
        ],
        "vpcCidrs": [],
      },
      "endpoint": {
        "allowedHosts": [],
        "apex": "kafka-serverless.us-east-1.amazonaws.com",
        "bootstraps": [
          {
            "host": "boot-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonaws.com",
            "name": {
              "apex": "kafka-serverless.us-east-1.amazonaws.com",
              "brokerId": null,
              "clusterId": "a1b2c3d4",
              "kind": "serverless",
              "partition": "aws",
              "region": "us-east-1",
              "role": "bootstrap",
              "shard": "c1",
            },
            "port": 9098,
          },
        ],
        "clusterArn": null,
        "clusterId": "a1b2c3d4",
        "given": [
          "boot-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonaws.com",
        ],
        "kind": "serverless",
        "nameRegion": "us-east-1",
        "partition": "aws",
        "problems": [],
        "region": "us-east-1",
        "shard": "c1",
      },
      "identity": {
        "base": {
          "kind": "default",
        },
        "expectAccount": null,
        "roles": [],
        "sts": {
          "endpoint": null,
          "fips": false,
          "region": null,
        },
      },
      "limits": {
        "connectionsPerSecond": 50,
        "deadlineMs": null,
        "dnsPacketsPerSecond": 200,
        "timeoutMs": 10000,
      },
      "preflight": {
        "maxAgeMs": 300000,
        "mode": "require",
        "reuse": null,
      },
      "subjects": {
        "group": null,
        "topics": [],
      },
    }
  `);
});

test('the config is frozen all the way down', async () => {
  const config = await resolveConfig({ bootstrap: BOOTSTRAP, roles: [{ arn: ROLE, tags: { team: 'a' } }] });
  const thawed: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!Object.isFrozen(value)) thawed.push(path);
    for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`);
  };
  walk(config, 'config');
  expect(thawed).toEqual([]);
});

test('every mistake is named at once, with its path and what would be right', async () => {
  const issues = await issuesOf({
    bootstrap: [BOOTSTRAP, 7],
    timeout: 5,
    regoin: 'us-east-1',
    roles: [
      { arn: ROLE, externalID: 'x1', sessionName: 'no spaces' },
      { arn: ROLE, durationSeconds: 7200 },
      { externalId: 'abc' },
    ],
    cidr: ['10.0.0.0/8', '10.0.0.1/8', '10.0.0.0/33'],
    dnsServer: ['system', '10.0.0.2:0'],
    rate: 0,
    timeoutMs: '10',
    pattern: 'wildcard',
    expectAccount: '1234',
    caFile: '/no/such/file.pem',
    topic: ['..'],
  });
  expect(issues.map(({ path }) => path).sort()).toEqual(
    [
      'bootstrap[1]',
      'caFile',
      'cidr[1]',
      'cidr[2]',
      'dnsServer[1]',
      'expectAccount',
      'pattern',
      'rate',
      'regoin',
      'roles[0].externalID',
      'roles[0].sessionName',
      'roles[1].durationSeconds',
      'roles[2].arn',
      'timeout',
      'timeoutMs',
      'topic[0]',
    ].sort(),
  );
  for (const { problem, expected } of issues) {
    expect(problem).not.toBe('');
    expect(expected).not.toBe('another value');
  }
  expect(issues.find(({ path }) => path === 'regoin')?.problem).toBe(
    "is not an option, did you mean 'region'?",
  );
  expect(issues.find(({ path }) => path === 'timeoutMs')).toEqual({
    path: 'timeoutMs',
    problem: 'is a string',
    expected: 'a whole number of milliseconds from 1 to 600000',
  });
  expect(issues.find(({ path }) => path === 'caFile')?.problem).toBe('cannot be read (ENOENT)');
});

test.each([undefined, null, 'boot', 7, [], () => 1])('%s are no options', async (options) => {
  expect((await issuesOf(options))[0]?.path).toBe('');
});

test.each([
  ['', 'bootstrap'],
  [' , ', 'bootstrap'],
  [[], 'bootstrap'],
  [undefined, 'bootstrap'],
  [{}, 'bootstrap'],
])('the bootstrap %j is a usage error', async (bootstrap, path) => {
  expect((await issuesOf({ bootstrap })).map((issue) => issue.path)).toEqual([path]);
});

test('options that exclude each other are named', async () => {
  const provider = async () => ({ accessKeyId: 'a', secretAccessKey: 'b' });
  const issues = await issuesOf({
    bootstrap: BOOTSTRAP,
    profile: 'p',
    credentials: provider,
    stsFips: true,
    stsEndpoint: 'https://sts.example.test',
  });
  expect(issues.map(({ path }) => path)).toEqual(['credentials', 'stsFips']);
});

test('roles: chained duration and transitive keys, also beside wrong shapes', async () => {
  const issues = await issuesOf({
    bootstrap: 7,
    roles: [
      { arn: ROLE, durationSeconds: 43_200, tags: { a: '1' }, transitiveTagKeys: ['a', 'b'] },
      { arn: ROLE, durationSeconds: 3601, policy: '[]' },
    ],
  });
  expect(issues.map(({ path }) => path).sort()).toEqual([
    'bootstrap',
    'roles[0].transitiveTagKeys[1]',
    'roles[1].durationSeconds',
    'roles[1].policy',
  ]);
});

test.each([
  [
    'boot-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonaws.com.evil.example:9098',
    'looks like a name of MSK but is none',
  ],
  ['https://boot-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonaws.com', 'is a URL'],
  ['10.0.0.1:9098', 'is an address'],
  ['[::1]:9098', 'is an address'],
  ['::1', 'is an address'],
  ['kafka.example.com:9098', 'is not a name of MSK'],
  ['not a host', 'is not a host name'],
  [`${BOOTSTRAP}:9092`, 'port 9092 is the listener without TLS'],
  [`${BOOTSTRAP}:9094`, 'port 9094 is'],
  [`${BOOTSTRAP}:9096`, 'port 9096 is'],
  [`${BOOTSTRAP}:9198`, 'port 9198 is'],
  [`${BOOTSTRAP}:14001`, 'port 14001 is'],
  [`${BOOTSTRAP}:0`, 'the port 0 is not'],
  [`${BOOTSTRAP}:65536`, 'the port 65536 is not'],
  [`${BOOTSTRAP}:-1`, "the port '-1' is not"],
  [`${BOOTSTRAP}:9098x`, "the port '9098x' is not"],
  [`${BOOTSTRAP}:`, "the port '' is not"],
  ['b-1-public.demo.abc.c1.kafka.us-east-1.amazonaws.com:9098', 'port 9098 is the private listener'],
  ['b-1.scram.demo.abc.c1.kafka.us-east-1.amazonaws.com:14001', "the 'scram' listener"],
  ['b-1.iam.demo.abc.c1.kafka.us-east-1.amazonaws.com', 'needs its own port'],
  [`${BOOTSTRAP}\u001b[31m`, 'is not a host name'],
])('the bootstrap %j is a finding', async (bootstrap, problem) => {
  const { endpoint } = await resolveConfig({ bootstrap });
  expect(endpoint.problems[0]).toMatchObject({ check: 'CFG01', path: 'bootstrap[0]' });
  expect(endpoint.problems[0]?.problem).toContain(problem);
  expect(endpoint.problems[0]?.problem).not.toContain('\u001b');
  expect(endpoint).toMatchObject({ kind: 'invalid', bootstraps: [], region: null });
});

test.each([
  [BOOTSTRAP, 9098],
  [`${BOOTSTRAP}:9098`, 9098],
  [`${BOOTSTRAP}.:45321`, 45_321],
  ['b-1-public.demo.abc.c1.kafka.us-east-1.amazonaws.com', 9198],
  ['b-1.demo.abc.c1.kafka.us-east-1.amazonaws.com:20098', 20_098],
  ['b-1.iam.demo.abc.c1.kafka.us-east-1.amazonaws.com:14001', 14_001],
])('the bootstrap %s is dialled at %i', async (bootstrap, port) => {
  const { endpoint } = await resolveConfig({ bootstrap });
  expect(endpoint.problems).toEqual([]);
  expect(endpoint.bootstraps).toMatchObject([{ port }]);
});

test('a name with a wrong port still says which Region it is of', async () => {
  const { endpoint } = await resolveConfig({ bootstrap: `${BOOTSTRAP}:9096`, region: 'eu-west-1' });
  expect(endpoint).toMatchObject({ kind: 'invalid', region: 'eu-west-1', nameRegion: 'us-east-1' });
  expect(endpoint.problems).toMatchObject([{ check: 'CFG01' }, { check: 'CFG03', path: 'region' }]);
});

test('several addresses must be of one cluster', async () => {
  const one = 'b-1.demo.abc.c1.kafka.us-east-1.amazonaws.com';
  const sound = await resolveConfig({ bootstrap: ` ${one}:9098 , ${one.replace('b-1', 'b-2')}:9098,` });
  expect(sound.endpoint).toMatchObject({ kind: 'provisioned', clusterId: 'demo.abc', problems: [] });
  expect(sound.endpoint.bootstraps).toHaveLength(2);
  const mixed = await resolveConfig({ bootstrap: [BOOTSTRAP, BOOTSTRAP.replace('a1b2', 'zzzz')] });
  expect(mixed.endpoint.problems).toMatchObject([{ check: 'CFG01', path: 'bootstrap[1]' }]);
  expect(() => requireSoundEndpoint(mixed)).toThrow(/is not of the cluster of/);
});

test('the Region: from the name, explicit and equal, explicit and different, malformed', async () => {
  expect(await problemsOf({ region: 'us-east-1' })).toEqual([]);
  const other = await resolveConfig({ bootstrap: BOOTSTRAP, region: 'eu-west-1' });
  expect(other.endpoint).toMatchObject({ region: 'eu-west-1', nameRegion: 'us-east-1' });
  expect(other.endpoint.problems).toMatchObject([{ check: 'CFG03', path: 'region' }]);
  const malformed = await resolveConfig({ bootstrap: BOOTSTRAP, region: 'us-east-1.evil.example/' });
  expect(malformed.endpoint).toMatchObject({ region: 'us-east-1', nameRegion: 'us-east-1' });
  expect(malformed.endpoint.problems).toMatchObject([{ check: 'CFG03', path: 'region' }]);
  const arn = 'arn:aws:kafka:eu-west-1:111111111111:cluster/demo/0000-1';
  expect(await problemsOf({ clusterArn: arn })).toMatchObject([{ check: 'CFG03', path: 'clusterArn' }]);
});

test('roles that are text but wrong are findings', async () => {
  expect(await problemsOf({ roles: [{ arn: ROLE }, { arn: 'arn:aws:iam::2222:role/x' }] })).toMatchObject([
    { check: 'CRD03', path: 'roles[1].arn' },
  ]);
  expect(await problemsOf({ roles: [{ arn: ROLE.replace('arn:aws:', 'arn:aws-cn:') }] })).toMatchObject([
    { check: 'CRD03', path: 'roles[0].arn' },
  ]);
  for (const arn of [ROLE, 'arn:aws:iam::222222222222:role/path/of/it/name+=,.@-_'])
    expect(await problemsOf({ roles: [{ arn }] })).toEqual([]);
});

test('a self-managed host needs to be allowed by name, and a Region', async () => {
  const options = { bootstrap: 'Kafka-1.Example.com.:9093', allowedHosts: ['*.example.com'] };
  const { endpoint } = await resolveConfig({ ...options, region: 'us-east-1' });
  expect(endpoint).toMatchObject({
    kind: 'self-managed',
    region: 'us-east-1',
    clusterId: null,
    problems: [],
  });
  expect(endpoint.bootstraps).toEqual([{ host: 'kafka-1.example.com', port: 9093, name: null }]);
  expect((await resolveConfig(options)).endpoint.problems).toMatchObject([
    { check: 'CFG03', path: 'region' },
  ]);
  const suffixItself = await resolveConfig({ ...options, bootstrap: 'example.com', region: 'us-east-1' });
  expect(suffixItself.endpoint.problems).toMatchObject([{ check: 'CFG01' }]);
  const lookAlike = await resolveConfig({ ...options, bootstrap: 'evilexample.com', region: 'us-east-1' });
  expect(lookAlike.endpoint.problems).toMatchObject([{ check: 'CFG01' }]);
});

test.each(['*', '*.', '*.com', '*.*.example.com', '10.0.0.1', 'a b', '', 'exämple.com'])(
  '%j allows no host',
  async (host) => {
    expect((await issuesOf({ bootstrap: BOOTSTRAP, allowedHosts: [host] })).map(({ path }) => path)).toEqual([
      'allowedHosts[0]',
    ]);
  },
);

test.each([
  ['10.0.0.2', { address: '10.0.0.2', port: 53 }],
  ['10.0.0.2:5353', { address: '10.0.0.2', port: 5353 }],
  ['fd00::2', { address: 'fd00::2', port: 53 }],
  ['[fd00::2]:5353', { address: 'fd00::2', port: 5353 }],
  ['system', 'system'],
])('the resolver %s', async (text, resolver) => {
  expect((await resolveConfig({ bootstrap: BOOTSTRAP, dnsServer: [text] })).connectivity.resolvers).toEqual([
    resolver,
  ]);
});

test.each(['resolver.example.com', '10.0.0.256', '10.0.0.2:', '10.0.0.2:65536', '[10.0.0.2]:53', '[::1', ''])(
  '%j is no resolver',
  async (text) => {
    expect((await issuesOf({ bootstrap: BOOTSTRAP, dnsServer: [text] })).map(({ path }) => path)).toEqual([
      'dnsServer[0]',
    ]);
  },
);

test.each([
  'http://user:pass@sts.example.test',
  'ftp://sts',
  'sts.us-east-1.amazonaws.com',
  'https://sts/?a=b',
])('%s is no STS endpoint', async (stsEndpoint) => {
  expect((await issuesOf({ bootstrap: BOOTSTRAP, stsEndpoint })).map(({ path }) => path)).toEqual([
    'stsEndpoint',
  ]);
});

test('a CA file must hold certificates', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'msk-reach-'));
  try {
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    expect(await issuesOf({ bootstrap: BOOTSTRAP, caFile })).toMatchObject([
      { path: 'caFile', problem: 'holds no certificate that can be read' },
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the message names every mistake in words', async () => {
  await expect(resolveConfig({ bootstrap: BOOTSTRAP, rate: 1.5, topics: [] })).rejects
    .toThrowErrorMatchingInlineSnapshot(`
    [MskReachError: The options have 2 mistakes:
      rate: is not a whole number in range; expected a whole number from 1 to 10000 (connection attempts in any one second)
      topics: is not an option, did you mean 'topic'?]
  `);
});
