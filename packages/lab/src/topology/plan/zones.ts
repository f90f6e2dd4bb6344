/** Zones of names: hosted ones, and those that MSK keeps for a cluster in a VPC where it has an endpoint. */
import type { ClusterEndpointSpec, HostedZoneSpec, Topology, TopologyClusterSpec } from '../model.ts';

const DEFAULT_BROKERS: readonly number[] = [97, 98, 103];
const DEFAULT_NEGATIVE_TTL = 900;
/** Of an alias: that of what it stands for. */
const ALIAS_TTL = 60;
const ADDRESS_TTL = 300;

/** A zone as it is served. */
export interface DnsZone {
  /** Tells it from all others. */
  readonly key: string;
  readonly kind: 'hosted' | 'managed';
  readonly apex: string;
  /** Name relative to the apex, `@` for the apex itself. */
  readonly records: Readonly<Record<string, DnsRecord>>;
  readonly negativeTtl: number;
  /** Where it answers. */
  readonly vpcs: readonly string[];
}

/** Addresses of one name. */
export interface DnsRecord {
  readonly addresses: readonly string[];
  readonly ttl: number;
}

/** The brokers of a cluster. */
export function brokersOf({ brokers = DEFAULT_BROKERS }: TopologyClusterSpec): readonly number[] {
  return brokers;
}

/** `kafka-serverless.us-east-1.amazonaws.com`. */
export function serverlessApex(region: string): string {
  return `kafka-serverless.${region}.amazonaws.com`;
}

/** The names of a cluster below the apex of its Region: the bootstrap first. */
export function clusterNames(cluster: TopologyClusterSpec): readonly string[] {
  const { id, shard } = cluster;
  return [`boot-${id}.${shard}`, ...brokersOf(cluster).map((broker) => `b${broker}-${id}.${shard}`)];
}

/** All zones that are served somewhere. */
export function dnsZones(topology: Topology): readonly DnsZone[] {
  return [...managedZones(topology), ...hostedZones(topology)];
}

/** What an alias stands for; undefined when it is not there. */
export function aliasAddresses(topology: Topology, target: string): readonly string[] | undefined {
  const [kind, name = '', vpc = ''] = target.replace(/^alias:/u, '').split('/');
  const found =
    kind === 'cluster'
      ? topology.clusters[name]?.endpoints[vpc]?.addresses
      : kind === 'endpoint'
        ? topology.interfaceEndpoints?.[name]?.addresses
        : undefined;
  return found === undefined ? undefined : Object.values(found);
}

function hostedZones(topology: Topology): readonly DnsZone[] {
  return Object.entries(topology.zones ?? {}).map(([name, spec]) => ({
    key: `hosted ${name}`,
    kind: 'hosted',
    apex: spec.apex,
    records: hostedRecords(topology, spec),
    negativeTtl: spec.negativeTtl ?? DEFAULT_NEGATIVE_TTL,
    vpcs: Object.entries(spec.vpcs).flatMap(([vpc, state]) => (state === 'associated' ? [vpc] : [])),
  }));
}

function hostedRecords(topology: Topology, { records }: HostedZoneSpec): DnsZone['records'] {
  return Object.fromEntries(
    Object.entries(records).map(([name, value]): [string, DnsRecord] => {
      if (typeof value === 'string' && value.startsWith('alias:'))
        return [name, { addresses: aliasAddresses(topology, value) ?? [], ttl: ALIAS_TTL }];
      return [name, { addresses: [value].flat(), ttl: ADDRESS_TTL }];
    }),
  );
}

function managedZones(topology: Topology): readonly DnsZone[] {
  const zones = new Map<string, DnsZone>();
  for (const cluster of Object.values(topology.clusters)) {
    for (const [vpc, endpoint] of Object.entries(cluster.endpoints)) {
      for (const [apex, names] of managedNames(cluster, endpoint)) {
        const key = `managed ${vpc} ${apex}`;
        const record: DnsRecord = { addresses: Object.values(endpoint.addresses), ttl: ALIAS_TTL };
        const records = {
          ...zones.get(key)?.records,
          ...Object.fromEntries(names.map((name) => [name, record])),
        };
        zones.set(key, {
          key,
          kind: 'managed',
          apex,
          records,
          negativeTtl: DEFAULT_NEGATIVE_TTL,
          vpcs: [vpc],
        });
      }
    }
  }
  return [...zones.values()];
}

/** Apexes and the names in each, relative to it. */
function managedNames(
  cluster: TopologyClusterSpec,
  { managedZone = 'shard' }: ClusterEndpointSpec,
): readonly (readonly [string, readonly string[]])[] {
  const apex = serverlessApex(cluster.region);
  const names = clusterNames(cluster);
  const ways: Readonly<Record<typeof managedZone, () => readonly (readonly [string, readonly string[]])[]>> =
    {
      apex: () => [[apex, names]],
      shard: () => [
        [`${cluster.shard}.${apex}`, names.map((name) => name.slice(0, -cluster.shard.length - 1))],
      ],
      names: () => names.map((name) => [`${name}.${apex}`, ['@']]),
      none: () => [],
    };
  return ways[managedZone]();
}
