import { expect, test } from 'vitest';
import { EMPTY, type NamespacePlan, type TopologyPlan } from '../plan/plan.ts';
import { goneCables, namespaceScript, newCables, NOTHING } from './script.ts';

const cable = (a: string, b: string) => ({
  a: { namespace: a, device: `to-${b}` },
  b: { namespace: b, device: `to-${a}` },
});

const plan = (names: readonly string[], cables: TopologyPlan['cables']): TopologyPlan => ({
  namespaces: Object.fromEntries(names.map((name) => [name, EMPTY])),
  cables,
});

test('a cable is made once, and again when one of its ends was', () => {
  const both = plan(['x', 'y'], [cable('x', 'y')]);
  expect(newCables(NOTHING, both)).toEqual([cable('x', 'y')]);
  expect(newCables(both, both)).toEqual([]);
  expect(newCables(plan(['x'], []), both)).toEqual([cable('x', 'y')]);
});

test('a cable that goes is taken at an end that stays', () => {
  const both = plan(['x', 'y'], [cable('x', 'y')]);
  expect(goneCables(both, both)).toEqual([]);
  expect(goneCables(both, plan(['x', 'y'], []))).toEqual([{ namespace: 'x', device: 'to-y' }]);
  expect(goneCables(both, plan(['y'], []))).toEqual([{ namespace: 'y', device: 'to-x' }]);
  expect(goneCables(both, NOTHING)).toEqual([]);
});

const router: NamespacePlan = {
  ...EMPTY,
  forwards: true,
  addresses: [{ address: '10.0.0.2/32', device: 'lo' }],
  routes: [
    { to: '10.1.0.0/16', device: 'l-peering', via: '169.254.2.2' },
    { to: '10.2.0.0/16', device: undefined },
    { to: 'default', device: undefined, table: 100 },
  ],
  lookups: [{ device: 'a-core', table: 100 }],
  filter: 'flush ruleset\n',
};

test('a new namespace is brought up whole', () => {
  const { settings, removals, additions, filter } = namespaceScript(undefined, router, ['l-peering']);
  expect(settings).toMatchObject({ 'net/ipv4/ip_forward': '1', 'net/ipv4/conf/all/rp_filter': '0' });
  expect(removals).toEqual([]);
  expect(additions).toEqual([
    'link set lo up',
    'link set l-peering up',
    'addr replace 10.0.0.2/32 dev lo',
    'route replace 10.1.0.0/16 via 169.254.2.2 dev l-peering onlink',
    'route replace blackhole 10.2.0.0/16',
    'route replace blackhole default table 100',
    'rule add pref 1000 iif a-core lookup 100',
  ]);
  expect(filter).toBe('flush ruleset\n');
});

test('a change takes away what is no more, and leaves a filter that stays', () => {
  const after = { ...router, routes: router.routes.slice(1), addresses: [] };
  const { removals, filter } = namespaceScript(router, after, []);
  expect(removals).toEqual(['route del 10.1.0.0/16', 'rule del pref 1000', 'addr del 10.0.0.2/32 dev lo']);
  expect(filter).toBeUndefined();
});
