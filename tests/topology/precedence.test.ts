/** Which zone or rule a VPC's resolver takes, asked of the resolvers themselves. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningTopology, startTopology, type Topology, type TopologyPatch } from '@msk-reach/lab';

const APEX = 'kafka-serverless.us-east-1.amazonaws.com';
const SHALLOW = '10.0.9.1';
const DEEP = '10.0.9.2';

/** A client whose VPC has neither zone nor rule yet; the core VPC answers for what is forwarded to it. */
const TOPOLOGY: Topology = {
  schema: 'msk-lab/topology/1',
  name: 'precedence',
  title: 'Zones and rules at different depths',
  pattern: 'resolver-rule',
  accounts: { platform: { id: '222233334444', title: 'Platform account' } },
  vpcs: {
    core: {
      account: 'platform',
      region: 'us-east-1',
      cidr: '10.0.0.0/16',
      subnets: { a: { cidr: '10.0.1.0/24' } },
    },
    apps: {
      account: 'platform',
      region: 'us-east-1',
      cidr: '10.1.0.0/16',
      subnets: { a: { cidr: '10.1.1.0/24' } },
    },
  },
  clusters: {
    orders: {
      account: 'platform',
      id: 'k3x9m2ab',
      shard: 'c1',
      region: 'us-east-1',
      brokers: [97],
      endpoints: { core: { addresses: { a: '10.0.1.10' }, managedZone: 'none' } },
    },
  },
  resolverEndpoints: {
    inbound: { account: 'platform', vpc: 'core', direction: 'inbound', addresses: { a: '10.0.1.53' } },
    outbound: { account: 'platform', vpc: 'core', direction: 'outbound', addresses: { a: '10.0.1.54' } },
  },
  clients: { app: { vpc: 'apps', zone: 'a', address: '10.1.1.20' } },
  works: [],
};

const zone = (apex: string, vpc: string, records: Readonly<Record<string, string>>): object => ({
  account: 'platform',
  apex,
  records,
  vpcs: { [vpc]: 'associated' },
});

const rule = (apex: string): object => ({
  account: 'platform',
  region: 'us-east-1',
  apex,
  via: 'outbound',
  targets: ['inbound'],
  vpcs: { apps: 'associated' },
});

const PROGRAM = `
const { Resolver } = require('node:dns').promises;
const { getServers } = require('node:dns');
const resolver = new Resolver();
resolver.setServers(getServers());
Promise.all(process.argv.slice(1).map((name) => resolver.resolve4(name).then((found) => found.join(), (error) => error.code)))
  .then((answers) => console.log(JSON.stringify(answers)));
`;

let running: RunningTopology;

beforeAll(async () => {
  running = await startTopology(TOPOLOGY);
});

afterAll(() => running?.close());

/** What the client's resolver answers with a patch in force. */
async function answers(patch: TopologyPatch, names: readonly string[]): Promise<unknown> {
  await running.restore();
  await running.patch(patch);
  const { stdout, stderr } = await running.exec('app', [process.execPath, '-e', PROGRAM, ...names]);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const NAMES = [`x.c1.${APEX}`, `x.c2.${APEX}`];

test('a deeper rule wins over a shallower zone, for its own names alone', async () => {
  const zones = {
    shallow: zone(APEX, 'apps', { '*': SHALLOW }),
    deep: zone(`c1.${APEX}`, 'core', { '*': DEEP }),
  };
  expect(await answers({ zones, rules: { deep: rule(`c1.${APEX}`) } }, NAMES)).toEqual([DEEP, SHALLOW]);
});

test('a deeper zone wins over a shallower rule, for its own names alone', async () => {
  const zones = {
    shallow: zone(APEX, 'core', { '*': SHALLOW }),
    deep: zone(`c1.${APEX}`, 'apps', { '*': DEEP }),
  };
  expect(await answers({ zones, rules: { shallow: rule(APEX) } }, NAMES)).toEqual([DEEP, SHALLOW]);
});

test('of a rule and a zone of one name the rule wins', async () => {
  const zones = { here: zone(APEX, 'apps', { '*': SHALLOW }), there: zone(APEX, 'core', { '*': DEEP }) };
  expect(await answers({ zones, rules: { same: rule(APEX) } }, NAMES)).toEqual([DEEP, DEEP]);
});

test('one record that was left over switches the wildcard off for everything beside it', async () => {
  const zones = { here: zone(APEX, 'apps', { '*': SHALLOW, 'old.c1': DEEP }) };
  expect(await answers({ zones }, [...NAMES, `old.c1.${APEX}`])).toEqual(['ENOTFOUND', SHALLOW, DEEP]);
});

test('a zone that matches is never passed over for the internet', async () => {
  const sts = 'sts.us-east-1.amazonaws.com';
  const [outside] = (await answers({}, [sts])) as readonly string[];
  expect(outside).toMatch(/^\d/u);
  expect(
    await answers({ zones: { here: zone('us-east-1.amazonaws.com', 'apps', { x: DEEP }) } }, [sts]),
  ).toEqual(['ENOTFOUND']);
});

test('what the core VPC knows stays there without a rule', async () => {
  const zones = { there: zone(APEX, 'core', { '*': DEEP }) };
  expect(await answers({ zones }, NAMES)).toEqual(['ENOTFOUND', 'ENOTFOUND']);
});
