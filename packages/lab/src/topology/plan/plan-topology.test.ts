import { describe, expect, test } from 'vitest';
import { loadTopology } from '../load.ts';
import { mergePatch } from '../merge-patch.ts';
import type { Topology } from '../model.ts';
import { validateTopology } from '../validate.ts';
import { clientNamespace } from './members.ts';
import { metadataClients } from './metadata.ts';
import { deviceName, type NamespacePlan } from './plan.ts';
import { planTopology } from './plan-topology.ts';

const S6 = await loadTopology('S6-zone-same-account');
const APEX = 'kafka-serverless.us-east-1.amazonaws.com';

const patched = (patch: Readonly<Record<string, unknown>>, topology: Topology = S6): Topology =>
  validateTopology(mergePatch({ ...topology, changes: {}, faults: {} }, patch), 'test');

function namespace(topology: Topology, name: string): NamespacePlan {
  const plan = planTopology(topology).namespaces[name];
  if (plan === undefined) throw new Error(`there is no namespace ${name}`);
  return plan;
}

/** Apex -> who is asked, as a VPC's resolver is told. */
function forwards(topology: Topology, vpc: string): Readonly<Record<string, string>> {
  const text = namespace(topology, `vpc-${vpc}`).programs[0]?.files['main.conf'] ?? '';
  const found = text.matchAll(/name: "(?<apex>[^"]*)"\n\s+forward-addr: (?<server>\S+)/gu);
  return Object.fromEntries(
    [...found].map(({ groups }) => [groups?.['apex'] ?? '', groups?.['server'] ?? '']),
  );
}

describe('a security group', () => {
  test('as in AWS lets go on what it has let in; a network ACL cuts it', () => {
    const deny = { all: {} };
    const { filter } = namespace(
      patched({
        vpcs: { core: { subnets: { a: { deny } } } },
        clusters: { orders: { endpoints: { core: { securityGroup: {} } } } },
      }),
      'vpc-core',
    );
    const forward = filter.slice(filter.indexOf('chain forward'));
    const places = ['jump network_acl', 'ct state established,related accept', 'goto group_'].map((rule) =>
      forward.indexOf(rule),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((left, right) => left - right));
  });
});

describe('a VPC', () => {
  test('leads to its members and its links, and drops the rest', () => {
    const { routes } = namespace(S6, 'vpc-apps');
    expect(routes).toContainEqual({ to: '10.1.1.20/32', device: deviceName('m', clientNamespace('app')) });
    expect(routes).toContainEqual({ to: '10.0.0.0/16', device: 'l-peering', via: '169.254.2.1' });
    expect(routes).toContainEqual({ to: 'default', device: undefined });
    expect(routes).toContainEqual({ to: '10.1.0.0/16', device: undefined });
  });

  test('lets no packet pass through: a peering is for its two VPCs', () => {
    const { filter } = namespace(S6, 'vpc-apps');
    expect(filter).toContain('iifname "l-peering" ip daddr != 10.1.0.0/16 drop');
    expect(filter).toContain('iifname "l-peering" ip saddr != 10.0.0.0/16 drop');
    expect(filter).toContain('oifname "l-peering" ip saddr != 10.1.0.0/16 drop');
  });

  test('with a second block keeps that to itself too, lets its peer into it, and tells its members', () => {
    const blocks = patched({
      vpcs: { core: { moreCidrs: ['100.64.0.0/16'] }, apps: { moreCidrs: ['10.2.0.0/16'] } },
    });
    const { routes, filter } = namespace(blocks, 'vpc-apps');
    expect(routes).toContainEqual({ to: '10.2.0.0/16', device: undefined });
    expect(filter).toContain('iifname "l-peering" ip daddr != { 10.1.0.0/16, 10.2.0.0/16 } drop');
    expect(filter).toContain('iifname "l-peering" ip saddr != { 10.0.0.0/16, 100.64.0.0/16 } drop');
    expect(metadataClients(blocks)[0]?.instance.vpcCidrs).toEqual(['10.1.0.0/16', '10.2.0.0/16']);
  });

  test('without DNS support has nobody at its second address', () => {
    const off = namespace(patched({ vpcs: { apps: { dnsSupport: false } } }), 'vpc-apps');
    expect(off.programs).toEqual([]);
    expect(off.addresses.map(({ address }) => address)).not.toContain('10.1.0.2/32');
    expect(off.filter).not.toContain('10.1.0.2');
  });

  test('has its network ACL without state, and only at the edge of a subnet', () => {
    const deny = {
      replies: { direction: 'out', protocol: 'tcp', ports: [1024, 65_535] },
      in: { cidr: '10.0.0.0/16' },
    };
    const { filter } = namespace(patched({ vpcs: { apps: { subnets: { a: { deny } } } } }), 'vpc-apps');
    expect(filter).toContain(
      'ip saddr 10.1.1.0/24 ip daddr != 10.1.1.0/24 meta l4proto tcp th dport 1024-65535 drop',
    );
    expect(filter).toContain('ip daddr 10.1.1.0/24 ip saddr != 10.1.1.0/24 ip saddr 10.0.0.0/16 drop');
    expect(filter.indexOf('jump network_acl')).toBeLessThan(filter.indexOf('oifname "fabric" drop'));
  });

  test('has a security group for whoever has one, which nobody passes unless it says so', () => {
    const securityGroup = { clients: { cidr: '10.1.1.0/24', protocol: 'tcp', ports: [9098, 9098] } };
    const { filter } = namespace(
      patched({ clusters: { orders: { endpoints: { core: { securityGroup } } } } }),
      'vpc-core',
    );
    expect(filter).toContain('ip saddr 10.1.1.0/24 meta l4proto tcp th dport 9098-9098 accept\n    drop');
    expect(namespace(S6, 'vpc-core').filter).not.toContain('goto group_');
  });
});

describe('names', () => {
  test('a zone answers where it is associated, the internet for everything else', () => {
    expect(Object.keys(forwards(S6, 'apps'))).toEqual(['.', APEX]);
    expect(
      Object.keys(forwards(patched({ zones: { msk: { vpcs: { apps: 'authorised' } } } }), 'apps')),
    ).toEqual(['.']);
    expect(Object.keys(forwards(patched({ vpcs: { apps: { dnsHostnames: false } } }), 'apps'))).toEqual([
      '.',
    ]);
  });

  test('MSK keeps a zone where a cluster has its endpoint: which one is a parameter', () => {
    const kept = (managedZone: string): readonly string[] =>
      Object.keys(
        forwards(
          patched({ clusters: { orders: { brokers: [97], endpoints: { core: { managedZone } } } } }),
          'core',
        ),
      );
    expect(kept('shard')).toEqual(['.', `c1.${APEX}`]);
    expect(kept('apex')).toEqual(['.', APEX]);
    expect(kept('names')).toEqual(['.', `boot-k3x9m2ab.c1.${APEX}`, `b97-k3x9m2ab.c1.${APEX}`]);
    expect(kept('none')).toEqual(['.']);
  });

  const rule = (more: Readonly<Record<string, unknown>>): Topology =>
    patched({
      accounts: { clients: { id: '111122223333', title: 'Clients' } },
      resolverEndpoints: {
        out: { account: 'platform', vpc: 'core', direction: 'outbound', addresses: { a: '10.0.1.54' } },
        in: { account: 'platform', vpc: 'core', direction: 'inbound', addresses: { a: '10.0.1.53' } },
      },
      rules: {
        msk: {
          account: 'platform',
          region: 'us-east-1',
          apex: APEX,
          via: 'out',
          targets: ['in'],
          vpcs: { apps: 'associated' },
        },
      },
      ...more,
    });

  test('of one name a rule comes before a zone', () => {
    expect(forwards(S6, 'apps')[APEX]).toMatch(/^198\.18\.4\./u);
    expect(forwards(rule({}), 'apps')[APEX]).toMatch(/^198\.18\.6\./u);
  });

  test('a rule is for its Region, and for accounts that accepted it', () => {
    const other = { vpcs: { apps: { account: 'clients' } } };
    expect(forwards(rule(other), 'apps')[APEX]).toMatch(/^198\.18\.4\./u);
    const shared = (state: string): Topology =>
      patched({ rules: { msk: { shared: { clients: state } } } }, rule(other));
    expect(forwards(shared('pending'), 'apps')[APEX]).toMatch(/^198\.18\.4\./u);
    expect(forwards(shared('accepted'), 'apps')[APEX]).toMatch(/^198\.18\.6\./u);
    const away = rule({ vpcs: { apps: { region: 'eu-west-1' } } });
    expect(forwards(away, 'apps')[APEX]).toMatch(/^198\.18\.4\./u);
  });
});

test('a client is told of its own place by its metadata, unless it has none', () => {
  const [app] = metadataClients(S6);
  expect(app?.instance).toMatchObject({
    region: 'us-east-1',
    availabilityZone: 'us-east-1a',
    vpcCidrs: ['10.1.0.0/16'],
    subnetCidr: '10.1.1.0/24',
  });
  expect(metadataClients(patched({ clients: { app: { metadata: false } } }))).toEqual([]);
});

test('a dead zone of a cluster leads nowhere', () => {
  const { filter } = namespace(
    patched({ clusters: { orders: { endpoints: { core: { dead: ['b'] } } } } }),
    'cluster-orders-core',
  );
  expect(filter).toContain('ip daddr 10.0.1.10 tcp dport 9098 dnat to');
  expect(filter).not.toContain('10.0.2.10');
});

test('a load balancer takes the targets of a zone in turn, and is their source', async () => {
  const { filter } = namespace(
    patched({
      loadBalancers: {
        msk: {
          account: 'platform',
          vpc: 'core',
          addresses: { a: '10.0.1.30' },
          targets: { a: ['10.0.1.10', '10.0.1.11:9099'] },
        },
      },
    }),
    'balancer-msk',
  );
  expect(filter).toContain('numgen inc mod 2 vmap { 0 : goto targets_a_0, 1 : goto targets_a_1 }');
  expect(filter).toContain('dnat to 10.0.1.10:9098');
  expect(filter).toContain('dnat to 10.0.1.11:9099');
  expect(filter).toContain('snat to 10.0.1.30');
});

test('a Transit Gateway looks packets up in the table of where they come from', async () => {
  const topology = await loadTopology('S4-transit-gateway');
  const gateway = namespace(topology, 'gateway-hub');
  expect(gateway.lookups.length).toBeGreaterThan(1);
  for (const { table } of gateway.lookups)
    expect(gateway.routes).toContainEqual({ to: 'default', device: undefined, table });
});

test('names of devices fit, and stay different', () => {
  expect(deviceName('m', 'client-app')).toBe('m-client-app');
  const [one, other] = ['cluster-orders-core', 'cluster-orders-corp'].map((name) => deviceName('m', name));
  expect(one).toHaveLength(15);
  expect(one).not.toBe(other);
});
