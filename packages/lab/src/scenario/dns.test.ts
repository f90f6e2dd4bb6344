import { expect, test } from 'vitest';
import { lookup, zoneSet } from '../dns/zone.ts';
import type { Zone } from '../dns/zone-data.ts';
import { resolveClusters } from './cluster.ts';
import { dnsRules, hostsLines, resolveZones, zoneProblems } from './dns.ts';
import type { DnsZoneSection, Scenario } from './scenario.ts';

const HEAD = { schema: 'msk-lab/scenario/1', name: 'x' } as const;
const { clusters } = resolveClusters({
  ...HEAD,
  clusters: [{ brokers: [97, 98] }, { name: 'payments', id: 'wxyz9876', shard: 'c2', brokers: [1] }],
} satisfies Scenario);
const GATEWAYS = { orders: ['127.1.1.1', '127.1.1.2'], payments: ['127.2.2.1', '127.2.2.2'] };
const Z = 'kafka-serverless.us-east-1.amazonaws.com';

const zonesOf = (sections?: readonly DnsZoneSection[]): readonly Zone[] =>
  resolveZones(sections, clusters, GATEWAYS);

function answer(zones: readonly Zone[], name: string): string {
  const { rcode, answers } = lookup(zoneSet(zones), name, 'A');
  return answers.length === 0
    ? rcode
    : answers.flatMap((record) => (record.type === 'A' ? [record.data] : [])).join();
}

test('nothing said is a wildcard to the first gateway', () => {
  for (const name of [`boot-abcd1234.c1.${Z}`, `b99999-abcd1234.c1.${Z}`, `boot-other123.c9.${Z}`]) {
    expect(answer(zonesOf(), name)).toBe('127.1.1.1,127.1.1.2');
  }
});

test('words stand for names and addresses', () => {
  const zones = zonesOf([
    { records: { '@boot': '@gateway/1', '@brokers': '@gateway', '@b7': '127.0.0.9' } },
    {
      apex: '@shard:payments',
      records: { '@boot:payments': '@gateway:payments', x: ['@gateway:payments/0', '127.0.0.8'] },
    },
  ]);
  expect(answer(zones, `boot-abcd1234.c1.${Z}`)).toBe('127.1.1.2');
  expect(answer(zones, `b98-abcd1234.c1.${Z}`)).toBe('127.1.1.1,127.1.1.2');
  expect(answer(zones, `b7-abcd1234.c1.${Z}`)).toBe('127.0.0.9');
  expect(answer(zones, `boot-wxyz9876.c2.${Z}`)).toBe('127.2.2.1,127.2.2.2');
  expect(answer(zones, `x.c2.${Z}`)).toBe('127.2.2.1,127.0.0.8');
  expect(answer(zones, `b1-wxyz9876.c2.${Z}`)).toBe('NXDOMAIN');
});

test('records with a type and a TTL, IPv6 beside IPv4', () => {
  const [zone] = zonesOf([
    {
      records: {
        a: { values: ['@gateway/0'], ttl: 5 },
        b: ['127.0.0.1', '::1'],
        c: { type: 'CNAME', values: ['d.example.com'] },
      },
    },
  ]);
  expect(zone?.records).toEqual([
    { name: 'a', type: 'A', values: ['127.1.1.1'], ttl: 5 },
    { name: 'b', type: 'A', values: ['127.0.0.1'] },
    { name: 'b', type: 'AAAA', values: ['::1'] },
    { name: 'c', type: 'CNAME', values: ['d.example.com'] },
  ]);
});

const host = `b98-abcd1234.c1.${Z}`;

test('a detour changes the answer and not what the wildcard covers', () => {
  const rules = dnsRules([], zonesOf(), [{ host, instead: '127.1.1.2', address: '127.1.1.9' }], GATEWAYS);
  expect(rules).toEqual([{ name: host, type: 'A', fault: { addresses: ['127.1.1.1', '127.1.1.9'] } }]);
  expect(dnsRules([], zonesOf(), [{ host, instead: undefined, address: '127.1.1.9' }], GATEWAYS)).toEqual([
    { name: host, type: 'A', fault: { addresses: ['127.1.1.9'] } },
  ]);
});

test('a host that does not resolve to the gateway gets no detour', () => {
  const detour = { host, instead: undefined, address: '127.1.1.9' };
  expect(dnsRules([], zonesOf([]), [detour], GATEWAYS)).toEqual([]);
  expect(dnsRules([], zonesOf([{ records: { '*': '127.0.0.9' } }]), [detour], GATEWAYS)).toEqual([]);
});

test('a fault of the scenario keeps its turn, and the detour stays', () => {
  const faults = [
    { name: 'boot-*', fault: { rcode: 'SERVFAIL' } },
    { name: 'b98-*', via: 'udp', times: 2, fault: { delayMs: 50 } },
  ] as const;
  const detour = { host, instead: undefined, address: '127.1.1.9' };
  const addresses = ['127.1.1.9'];
  expect(dnsRules(faults, zonesOf(), [detour], GATEWAYS)).toEqual([
    faults[0],
    { name: host, type: 'A', via: 'udp', times: 2, fault: { addresses, delayMs: 50 } },
    faults[1],
    { name: host, type: 'A', fault: { addresses } },
  ]);
});

test('a hosts file has a line for each name and address', () => {
  const hosts = { '@boot': '@gateway', '@brokers': '127.0.0.9', 'other.example.com': ['127.0.0.8'] };
  expect(hostsLines(hosts, clusters, GATEWAYS)).toEqual([
    `127.1.1.1 boot-abcd1234.c1.${Z}`,
    `127.1.1.2 boot-abcd1234.c1.${Z}`,
    `127.0.0.9 b97-abcd1234.c1.${Z}`,
    `127.0.0.9 b98-abcd1234.c1.${Z}`,
    '127.0.0.8 other.example.com',
  ]);
  expect(hostsLines(undefined, clusters, GATEWAYS)).toEqual([]);
});

test('what is wrong with the hosts file and with further resolvers is said with its place', () => {
  const zones = [{ records: { '@x': '127.0.0.9' } }];
  const dns = { hosts: { '@boot': 'nowhere' }, resolvers: { corp: { zones } } };
  expect(zoneProblems({ ...HEAD, dns }, clusters).map(({ pointer }) => pointer)).toEqual([
    '/dns/hosts',
    '/dns/resolvers/corp/zones/0',
  ]);
});
