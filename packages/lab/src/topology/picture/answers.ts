/** Who answers for a name in a VPC: its zones and rules, the most specific first, a rule before a zone of its name. */
import type { HostedZoneSpec, Topology } from '../model.ts';

/** What takes a name in a VPC. */
export type Taker =
  | { readonly kind: 'zone'; readonly name: string; readonly apex: string }
  | { readonly kind: 'rule'; readonly name: string; readonly apex: string }
  | { readonly kind: 'managed'; readonly name: string; readonly apex: string; readonly host: string | null };

/** The bootstrap's name. */
export function bootstrapOf({ clusters }: Topology, name: string): string {
  const cluster = clusters[name];
  return cluster === undefined ? '' : `boot-${cluster.id}.${shardOf(cluster)}`;
}

function shardOf({ shard, region }: { readonly shard: string; readonly region: string }): string {
  return `${shard}.kafka-serverless.${region}.amazonaws.com`;
}

/** What takes the name in this VPC, or null where it goes to public DNS. */
export function takerOf(topology: Topology, vpc: string, host: string): Taker | null {
  const takers = [...rulesOf(topology, vpc), ...zonesOf(topology, vpc), ...managedOf(topology, vpc, host)];
  const matching = takers.filter(({ apex }) => host === apex || host.endsWith(`.${apex}`));
  const [best] = matching.sort((a, b) => b.apex.length - a.apex.length || rank(a) - rank(b));
  return best ?? null;
}

function rank({ kind }: Taker): number {
  return kind === 'rule' ? 0 : 1;
}

function rulesOf({ rules = {}, vpcs }: Topology, vpc: string): readonly Taker[] {
  const own = vpcs[vpc];
  return Object.entries(rules)
    .filter(([, rule]) => rule.vpcs[vpc] !== undefined && rule.region === own?.region)
    .filter(([, rule]) => rule.account === own?.account || rule.shared?.[own?.account ?? ''] === 'accepted')
    .map(([name, { apex }]) => ({ kind: 'rule', name, apex }));
}

function zonesOf({ zones = {}, vpcs }: Topology, vpc: string): readonly Taker[] {
  if (vpcs[vpc]?.dnsHostnames === false) return [];
  return Object.entries(zones)
    .filter(([, zone]) => zone.vpcs[vpc] === 'associated')
    .map(([name, { apex }]) => ({ kind: 'zone', name, apex }));
}

function managedOf({ clusters, vpcs }: Topology, vpc: string, host: string): readonly Taker[] {
  if (vpcs[vpc]?.dnsHostnames === false) return [];
  return Object.entries(clusters).flatMap(([name, cluster]): readonly Taker[] => {
    const endpoint = cluster.endpoints[vpc];
    if (endpoint === undefined) return [];
    const { managedZone = 'shard' } = endpoint;
    const shard = shardOf(cluster);
    const own = host.includes(`-${cluster.id}.`) ? host : null;
    const taker = { kind: 'managed', name, host: own } as const;
    const apexes: Readonly<Record<typeof managedZone, string | null>> = {
      none: null,
      names: own,
      shard,
      apex: shard.slice(cluster.shard.length + 1),
    };
    const apex = apexes[managedZone];
    return apex === null ? [] : [{ ...taker, apex }];
  });
}

/** The record of a zone that answers for a name, by the rules of wildcards (RFC 4592). */
export function recordFor({ apex, records }: HostedZoneSpec, host: string): string | null {
  const owners = Object.keys(records);
  const relative = host === apex ? '@' : host.slice(0, -apex.length - 1);
  if (owners.includes(relative)) return relative;
  const labels = relative.split('.');
  for (let taken = 1; taken <= labels.length; taken += 1) {
    const above = labels.slice(taken).join('.');
    if (above !== '' && !owners.some((owner) => owner === above || owner.endsWith(`.${above}`))) continue;
    const wildcard = above === '' ? '*' : `*.${above}`;
    return owners.includes(wildcard) ? wildcard : null;
  }
  return null;
}

/** Where a record leads. */
export interface Led {
  readonly addresses: readonly string[];
  /** `an alias of the endpoint of orders in core`. */
  readonly words: string;
}

/** The addresses behind a record's value. */
export function ledTo(topology: Topology, value: string | readonly string[]): Led {
  const values = typeof value === 'string' ? [value] : value;
  const [first = ''] = values;
  const [kind, name = '', vpc = ''] = first.split('/');
  if (kind === 'alias:cluster') {
    const addresses = Object.values(topology.clusters[name]?.endpoints[vpc]?.addresses ?? {});
    return { addresses, words: `an alias of the endpoint of ${name} in ${vpc}` };
  }
  if (kind === 'alias:endpoint') {
    const addresses = Object.values(topology.interfaceEndpoints?.[name]?.addresses ?? {});
    return { addresses, words: `an alias of the interface endpoint ${name}` };
  }
  return { addresses: values, words: 'fixed addresses' };
}
