import { isIPv4, isIPv6 } from 'node:net';
import { isMskReachError } from '@msk-reach/core';
import type { DnsFaultRule } from '../dns/fault-rules.ts';
import { lookup, zoneSet } from '../dns/zone.ts';
import { matchesGlob } from '../faults/glob.ts';
import { canonicalName, type Zone, type ZoneRecord } from '../dns/zone-data.ts';
import type { Gateway } from '../gateway/options.ts';
import type { LabCluster } from './cluster.ts';
import { type ScenarioProblem, problem } from './problem.ts';
import type { DnsSection, DnsZoneSection, LongRecord, RecordSection, Scenario } from './scenario.ts';

/** The addresses of each cluster's gateway, by the cluster's name. */
export type GatewayAddresses = Readonly<Record<string, readonly string[]>>;

/** What `@gateway` stands for. */
export function gatewayAddresses(
  clusters: readonly { readonly name: string; readonly gateway: Pick<Gateway, 'addresses'> }[],
): GatewayAddresses {
  return Object.fromEntries(
    clusters.map(({ name, gateway }) => [name, gateway.addresses.map(({ address }) => address)]),
  );
}

/** A host that goes to an address of its own instead of the gateway's. */
export interface Detour {
  readonly host: string;
  /** What it replaces; undefined: all of the gateway's. */
  readonly instead: string | undefined;
  readonly address: string;
}

const PRIVATE_HOSTED_ZONE: DnsZoneSection = { records: { '*': '@gateway' } };

/** The zones of a scenario, words such as `@gateway` and `@b97` put into names and addresses. */
export function resolveZones(
  sections: readonly DnsZoneSection[] | undefined,
  clusters: readonly LabCluster[],
  gateways: GatewayAddresses,
): readonly Zone[] {
  return (sections ?? [PRIVATE_HOSTED_ZONE]).map(
    ({ apex = '@apex', soa, records = { '*': '@gateway' } }) => ({
      apex: apexName(apex, clusters),
      ...(soa === undefined ? {} : { soa }),
      records: Object.entries(records).flatMap(([name, value]) =>
        ownerNames(name, clusters).flatMap((owner) => recordsOf(owner, value, clusters, gateways)),
      ),
    }),
  );
}

/** Lines of the client's hosts file. */
export function hostsLines(
  hosts: DnsSection['hosts'],
  clusters: readonly LabCluster[],
  gateways: GatewayAddresses,
): readonly string[] {
  return Object.entries(hosts ?? {}).flatMap(([name, value]) =>
    ownerNames(name, clusters).flatMap((owner) =>
      [value]
        .flat()
        .flatMap((one) => addressesOf(one, clusters, gateways))
        .map((address) => `${address} ${owner}`),
    ),
  );
}

/** What is wrong with a scenario's zones, found by making them with made-up addresses. */
export function zoneProblems(
  scenario: Scenario,
  clusters: readonly LabCluster[],
): readonly ScenarioProblem[] {
  const gateways = Object.fromEntries(
    clusters.map(({ name }) => [
      name,
      Array.from({ length: scenario.network?.zones ?? 2 }, (_, i) => `127.0.0.${i + 1}`),
    ]),
  );
  const problemsOf = (path: readonly string[], sections: readonly DnsZoneSection[] = []) => {
    const made = (some: readonly DnsZoneSection[]) => zoneSet(resolveZones(some, clusters, gateways));
    const single = sections.flatMap((section, index) =>
      mistake([...path, 'zones', index], () => made([section])),
    );
    return single.length > 0 ? single : mistake([...path, 'zones'], () => made(sections));
  };
  const more = Object.entries(scenario.dns?.resolvers ?? {});
  return [
    ...problemsOf(['dns'], scenario.dns?.zones),
    ...mistake(['dns', 'hosts'], () => hostsLines(scenario.dns?.hosts, clusters, gateways)),
    ...more.flatMap(([name, { zones }]) => problemsOf(['dns', 'resolvers', name], zones)),
  ];
}

function mistake(path: readonly (string | number)[], make: () => unknown): readonly ScenarioProblem[] {
  try {
    make();
    return [];
  } catch (error) {
    if (error instanceof Misplaced || isMskReachError(error)) return [problem(path, error.message)];
    throw error;
  }
}

/**
 * The DNS faults of a scenario, and rules that send hosts to addresses of their own. Those stand beside the zones: a
 * record for the host would change what the zone's wildcard covers (RFC 4592). Because the first rule that matches
 * decides, a fault of the scenario that concerns such a host is said once more for it, with its address.
 */
export function dnsRules(
  faults: readonly DnsFaultRule[],
  zones: readonly Zone[],
  detours: readonly Detour[],
  gateways: GatewayAddresses,
): readonly DnsFaultRule[] {
  const away = detourRules(zones, detours, gateways);
  const withDetours = faults.flatMap((rule) => [
    ...away
      .filter(({ name }) => matchesGlob(rule.name, name) && (rule.type ?? 'A') === 'A')
      .map(({ name, fault }) => ({ ...rule, name, type: 'A', fault: { ...fault, ...rule.fault } })),
    rule,
  ]);
  return [...withDetours, ...away];
}

function detourRules(
  zones: readonly Zone[],
  detours: readonly Detour[],
  gateways: GatewayAddresses,
): readonly DnsFaultRule[] {
  const set = zoneSet([
    ...zones,
    ...(zones.some(({ apex }) => apex === '.') ? [] : [{ apex: '.', records: [] }]),
  ]);
  const ours = new Set(Object.values(gateways).flat());
  const hosts = [...new Set(detours.map(({ host }) => host))];
  return hosts.flatMap((host) => {
    const answered = lookup(set, host, 'A').answers.flatMap((record) =>
      record.type === 'A' ? [record.data] : [],
    );
    if (!answered.some((address) => ours.has(address))) return [];
    const addresses = detours
      .filter((one) => one.host === host)
      .reduce<readonly string[]>(replaced, answered);
    return [{ name: host, type: 'A', fault: { addresses } }];
  });
}

function replaced(addresses: readonly string[], { instead, address }: Detour): readonly string[] {
  if (instead === undefined) return [address];
  return addresses.map((one) => (one === instead ? address : one));
}

class Misplaced extends Error {}

/** `@word:cluster` and `@word` (the first cluster). */
function wordAndCluster(
  text: string,
  clusters: readonly LabCluster[],
): { readonly word: string; readonly cluster: LabCluster } {
  const [word = '', name] = text.slice(1).split(':');
  const cluster = name === undefined ? clusters[0] : clusters.find((one) => one.name === name);
  if (cluster === undefined) {
    throw new Misplaced(
      `'${text}' names no cluster of this scenario (${clusters.map((one) => one.name).join(', ')})`,
    );
  }
  return { word, cluster };
}

function apexName(apex: string, clusters: readonly LabCluster[]): string {
  if (!apex.startsWith('@')) return apex;
  const { word, cluster } = wordAndCluster(apex, clusters);
  if (word === 'apex') return cluster.apex;
  if (word === 'shard') return `${cluster.shard}.${cluster.apex}`;
  throw new Misplaced(`'${apex}' is neither @apex nor @shard`);
}

function ownerNames(name: string, clusters: readonly LabCluster[]): readonly string[] {
  if (!name.startsWith('@') || name === '@') return [name];
  const { word, cluster } = wordAndCluster(name, clusters);
  if (word === 'boot') return [cluster.bootstrapHost];
  const ids = cluster.brokers.map(({ id }) => id);
  const number = /^b(\d{1,5})$/u.exec(word)?.[1];
  if (word === 'brokers') return cluster.brokers.map(({ host }) => host);
  if (number !== undefined) return [`b${number}-${cluster.id}.${cluster.shard}.${cluster.apex}`];
  throw new Misplaced(`'${name}' is none of @boot, @brokers, @b${ids[0] ?? 97}`);
}

function recordsOf(
  owner: string,
  value: RecordSection,
  clusters: readonly LabCluster[],
  gateways: GatewayAddresses,
): readonly ZoneRecord[] {
  const list: readonly (string | LongRecord)[] = Array.isArray(value)
    ? value
    : [value as string | LongRecord];
  const long = list.filter((one): one is LongRecord => typeof one === 'object');
  const addresses = list
    .filter((one) => typeof one === 'string')
    .flatMap((one) => addressesOf(one, clusters, gateways));
  return [
    ...byFamily(owner, addresses),
    ...long.map(({ type = 'A', values, ttl }): ZoneRecord => ({
      name: owner,
      type,
      values: values.flatMap((one) => (one.startsWith('@') ? addressesOf(one, clusters, gateways) : [one])),
      ...(ttl === undefined ? {} : { ttl }),
    })),
  ];
}

function byFamily(name: string, addresses: readonly string[]): readonly ZoneRecord[] {
  const v6 = addresses.filter((address) => isIPv6(address));
  const v4 = addresses.filter((address) => !isIPv6(address));
  return [
    ...(v4.length === 0 ? [] : [{ name, type: 'A' as const, values: v4 }]),
    ...(v6.length === 0 ? [] : [{ name, type: 'AAAA' as const, values: v6 }]),
  ];
}

function addressesOf(
  value: string,
  clusters: readonly LabCluster[],
  gateways: GatewayAddresses,
): readonly string[] {
  if (!value.startsWith('@')) {
    if (isIPv4(value) || isIPv6(value)) return [value];
    throw new Misplaced(
      `'${value}' is neither an address nor @gateway; a name needs { "type": "CNAME", "values": ["${canonicalName(value)}"] }`,
    );
  }
  const [named = '', index] = value.split('/');
  const { word, cluster } = wordAndCluster(named, clusters);
  const all = gateways[cluster.name] ?? [];
  if (word !== 'gateway') throw new Misplaced(`'${value}' is not @gateway`);
  if (index === undefined) return all;
  const one = /^\d$/u.test(index) ? all[Number(index)] : undefined;
  if (one === undefined)
    throw new Misplaced(`'${value}': that gateway has ${all.length} addresses, counted from 0`);
  return [one];
}
