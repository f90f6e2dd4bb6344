/** The lab as tests and integrators use it: `startLab`, and what can be changed while it runs. */
import { existsSync, readFileSync } from 'node:fs';
import { createMskClient, type MskReachOptions } from '@msk-reach/core';
import { type Lab, startLab } from '@msk-reach/lab';
import { Resolver } from 'node:dns/promises';
import { connect, isIPv4 } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';

let lab: Lab;

beforeAll(async () => {
  lab = await startLab({
    cluster: { brokers: [97, 98] },
    kafka: { topics: [{ name: 'orders', partitions: 3 }] },
    network: { faults: [{ name: 'b98-*', address: 0, fault: { blackhole: true } }] },
  });
});

afterAll(() => lab.close());

const host = (id: number): string => `b${id}-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com`;

async function addresses(name: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([lab.dnsServer]);
  return resolver.resolve4(name);
}

function options(): MskReachOptions {
  const { accessKeyId, secretAccessKey } = {
    accessKeyId: lab.env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: lab.env['AWS_SECRET_ACCESS_KEY'] ?? '',
  };
  return {
    bootstrap: lab.bootstrap,
    region: lab.region,
    credentials: async () => ({ accessKeyId, secretAccessKey }),
    roles: [{ arn: lab.role ?? '', ...(lab.externalId === undefined ? {} : { externalId: lab.externalId }) }],
    stsEndpoint: lab.stsEndpoint,
    caFile: lab.caFile,
    dnsServer: [lab.dnsServer],
    preflight: 'off',
  };
}

async function withAdmin<T>(
  use: (admin: ReturnType<Awaited<ReturnType<typeof createMskClient>>['kafka']['admin']>) => Promise<T>,
): Promise<T> {
  const client = await createMskClient({ ...options(), kafka: { retry: { retries: 2 } } });
  const admin = client.kafka.admin();
  try {
    await admin.connect();
    return await use(admin);
  } finally {
    await admin.disconnect();
    await client.close();
  }
}

test('it says where it is in the words of msk-lab up', () => {
  expect(Object.keys(lab.env)).toEqual([
    'MSK_REACH_BOOTSTRAP',
    'MSK_REACH_REGION',
    'MSK_REACH_CA_FILE',
    'MSK_REACH_CIDR',
    'MSK_REACH_DNS_SERVER',
    'MSK_REACH_STS_ENDPOINT',
    'MSK_REACH_ROLE',
    'MSK_REACH_EXTERNAL_ID',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_REGION',
    'AWS_EC2_METADATA_DISABLED',
    'AWS_ENDPOINT_URL_STS',
    'AWS_ENDPOINT_URL_KAFKA',
  ]);
  for (const value of Object.values(lab.env)) expect(value).toMatch(/^[\w@%+=:,./-]+$/u);
  expect(readFileSync(lab.caFile, 'utf8')).toContain('BEGIN CERTIFICATE');
});

test("a child gets the lab's variables and nothing of this machine's", () => {
  process.env['AWS_PROFILE'] = 'mine';
  process.env['MSK_REACH_TOPIC'] = 'mine';
  try {
    const env = lab.childEnv({ pattern: 'phz', vpcCidr: ['${MSK_REACH_CIDR}', '10.0.0.0/8'], caFile: null });
    expect(env['AWS_PROFILE']).toBeUndefined();
    expect(env['MSK_REACH_TOPIC']).toBeUndefined();
    expect(env['MSK_REACH_CA_FILE']).toBeUndefined();
    expect(env['MSK_REACH_PATTERN']).toBe('phz');
    expect(env['MSK_REACH_VPC_CIDR']).toBe(`${lab.cidr},10.0.0.0/8`);
    expect(env['AWS_EC2_METADATA_DISABLED']).toBe('true');
    expect(readFileSync(env['AWS_CONFIG_FILE'] ?? '', 'utf8')).toBe('');
  } finally {
    delete process.env['AWS_PROFILE'];
    delete process.env['MSK_REACH_TOPIC'];
  }
});

test('the topics of the scenario are there', async () => {
  const described = await withAdmin((admin) => admin.fetchTopicMetadata({ topics: ['orders'] }));
  expect(described.topics[0]?.partitions).toHaveLength(3);
  expect(lab.kafka.requests().map(({ api }) => api)).toContain('Metadata');
});

test('every address lies in the declared CIDR, and a blackholed one is left out of no answer', async () => {
  const [boot, other] = [await addresses(lab.bootstrap.split(':')[0] ?? ''), await addresses(host(98))];
  const network = lab.cidr.replace(/\.0\/24$/u, '.');
  for (const address of [...boot, ...other])
    expect(isIPv4(address) && address.startsWith(network)).toBe(true);
  expect(boot).toHaveLength(2);
  expect(other).toHaveLength(2);
  expect(other.filter((address) => boot.includes(address))).toHaveLength(1);
});

test('connect to the blackholed address times out by itself', async () => {
  const boot = await addresses(lab.bootstrap.split(':')[0] ?? '');
  const [dead = ''] = (await addresses(host(98))).filter((address) => !boot.includes(address));
  const outcome = await new Promise((resolve) => {
    const socket = connect({ host: dead, port: 9098, timeout: 700 });
    socket.once('timeout', () => resolve('timeout'));
    socket.once('connect', () => resolve('connect'));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
  expect(outcome).toBe('timeout');
});

test('fixed records take the place of the wildcard, and the detour stays', async () => {
  lab.replaceWildcardByRecords({ missing: [97] });
  await expect(addresses(host(97))).rejects.toMatchObject({ code: 'ENOTFOUND' });
  await expect(addresses(host(99_999))).rejects.toMatchObject({ code: 'ENOTFOUND' });
  expect(await addresses(host(98))).toHaveLength(2);
  lab.setZones([{}]);
  expect(await addresses(host(99_999))).toHaveLength(2);
});

test('a policy that is taken away refuses the login with the text of MSK', async () => {
  await lab.setIam({ roles: { 'msk-client': { statements: [] } } });
  await expect(withAdmin(async () => undefined)).rejects.toThrow(/Access denied/u);
  expect(lab.kafka.lines().join('\n')).toMatch(/auth refused reason=connect_denied/u);
  await lab.setIam({});
  await withAdmin(async () => undefined);
});

test('a broker comes and goes', async () => {
  await lab.addBroker(473);
  const described = (): Promise<readonly number[]> =>
    withAdmin(async (admin) =>
      (await admin.describeCluster()).brokers.map(({ nodeId }) => nodeId).sort((a, b) => a - b),
    );
  expect(await described()).toEqual([97, 98, 473]);
  await lab.stopBroker(473);
  expect(lab.kafka.list().map(({ id }) => id)).toEqual([97, 98]);
});

test('its end leaves no folder, and ending it twice is no mistake', async () => {
  const other = await startLab({ engine: 'wire' });
  expect(existsSync(other.directory)).toBe(true);
  await other.close();
  await other.close();
  expect(existsSync(other.directory)).toBe(false);
});

test('a scenario that is not one is refused before anything starts', async () => {
  await expect(
    startLab({ cluster: { brokers: [97], advertise: { '98': { port: 1 } } } }),
  ).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    details: {
      problems: [{ pointer: '/cluster/advertise/98', expected: 'the id of one of its brokers (97)' }],
    },
  });
});
