import { describe, expect, it } from 'vitest';
import { loadTopology } from '../load.ts';
import type { Topology } from '../model.ts';
import type { Step } from './part.ts';
import { waysOf } from './ways.ts';

const parts = (steps: readonly Step[], way: Step['way']): readonly string[] =>
  steps.filter((step) => step.way === way).map(({ depth, from, to }) => `${depth} ${from} ${to}`);

const words = (topology: Topology): readonly string[] => waysOf(topology).map((step) => step.words);

/** The zone of S6, changed. */
async function zoned(change: (topology: Topology) => Partial<Topology>): Promise<Topology> {
  const topology = await loadTopology('S6-zone-same-account');
  return { ...topology, ...change(topology) };
}

describe('ways of a topology', () => {
  it('go by an associated zone, and by the routes of a peering', async () => {
    const steps = waysOf(await loadTopology('S6-zone-same-account'));
    expect(parts(steps, 'dns')).toEqual(['1 client/app resolver/apps', '2 resolver/apps zone/msk']);
    expect(parts(steps, 'data')).toEqual(['1 client/app link/peering', '2 link/peering cluster/orders/core']);
  });

  it('go by a rule to the zone that MSK keeps, for every cluster there', async () => {
    const steps = waysOf(await loadTopology('S12-rule-shared'));
    expect(parts(steps, 'dns')).toEqual([
      '1 client/app resolver/apps',
      '1 client/report resolver/batch',
      '2 resolver/apps rule/msk',
      '2 resolver/batch rule/msk',
      '3 rule/msk resolver-endpoint/outbound',
      '4 resolver-endpoint/outbound resolver-endpoint/inbound',
      '5 resolver-endpoint/inbound resolver/core',
      '6 resolver/core managed/orders/core',
      '6 resolver/core managed/events/core',
    ]);
    expect(parts(steps, 'data')).toContain('2 link/hub cluster/events/core');
  });

  it('go from one Region to the other by the link between them', async () => {
    const steps = parts(waysOf(await loadTopology('S14-cross-region')), 'dns');
    expect(steps).toContain('4 resolver-endpoint/edge link/regions');
    expect(steps).toContain('5 link/regions resolver-endpoint/inbound');
  });

  it('go by PrivateLink to the load balancer and its targets', async () => {
    const steps = waysOf(await loadTopology('S5-privatelink'));
    expect(parts(steps, 'data')).toEqual([
      '1 client/app endpoint/msk',
      '2 endpoint/msk balancer/msk',
      '3 balancer/msk cluster/orders/core',
    ]);
  });

  it('end at public DNS where nothing takes the name, and nothing is connected then', async () => {
    const steps = waysOf(await zoned(() => ({ zones: {} })));
    expect(parts(steps, 'dns').at(-1)).toBe('2 resolver/apps public');
    expect(parts(steps, 'data')).toEqual([]);
  });

  it('end where a route is missing', async () => {
    const topology = await zoned(({ vpcs }) => ({
      vpcs: Object.fromEntries(Object.entries(vpcs).map(([name, vpc]) => [name, { ...vpc, routes: {} }])),
    }));
    expect(words(topology)).toContain(
      'app connects to 10.0.1.10 and 10.0.2.10, port 9098: apps has no route there, and drops it.',
    );
  });

  it('say that a rule comes before a zone of its name, and that a left-over record switches a wildcard off', async () => {
    const apex = 'kafka-serverless.us-east-1.amazonaws.com';
    const left = await zoned(({ zones }) => ({
      zones: Object.fromEntries(
        Object.entries(zones ?? {}).map(([name, zone]) => [
          name,
          { ...zone, records: { ...zone.records, 'b97-k3x9m2ab.c1': ['10.0.1.10'] } },
        ]),
      ),
    }));
    expect(words(left)).toContain('zone msk is associated; no record: NXDOMAIN.');
    const ruled = await zoned(() => ({
      resolverEndpoints: {
        out: {
          account: 'platform',
          vpc: 'apps',
          direction: 'outbound',
          addresses: { a: '10.1.1.54' },
          dead: true,
        },
      },
      rules: {
        first: {
          account: 'platform',
          region: 'us-east-1',
          apex,
          via: 'out',
          targets: ['10.0.1.53'],
          vpcs: { apps: 'associated' },
        },
      },
    }));
    expect(words(ruled)).toContain('Nothing answers at out.');
  });

  it('stop at a loop', async () => {
    const topology = await loadTopology('S12-rule-shared');
    const rules = Object.fromEntries(
      Object.entries(topology.rules ?? {}).map(([name, rule]) => [
        name,
        { ...rule, vpcs: { ...rule.vpcs, core: 'associated' as const } },
      ]),
    );
    const clusters = Object.fromEntries(
      Object.entries(topology.clusters).map(([name, cluster]) => [
        name,
        { ...cluster, endpoints: { core: { addresses: {}, managedZone: 'apex' as const } } },
      ]),
    );
    expect(words({ ...topology, rules, clusters })).toContain('The question is back in core: a loop.');
  });
});
