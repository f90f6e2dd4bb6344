/**
 * The network behind the VPCs, AWS's own: addresses of the service, of DNS servers, of what joins an interface endpoint
 * to its load balancer. No member of a VPC reaches it, but what its router leads there. A range for benchmarks
 * (RFC 2544): a VPC has no business with it.
 */
import type { Topology } from '../model.ts';

/** All of it. */
export const FABRIC = '198.18.0.0/16';

/** STS, as clients are told. */
export const STS_ADDRESS = '198.18.0.10';

/** Where containers get their credentials. */
export const CREDENTIALS_ADDRESS = '198.18.0.20';

/** DNS of the internet. */
export const PUBLIC_DNS = '198.18.0.53';

/** The service itself. */
export const SERVICE_ADDRESS = '198.18.0.1';

/** The device that leads there, in every namespace that has one. */
export const FABRIC_DEVICE = 'fabric';

const legs = 1;
const clusterZones = 2;
const metadata = 3;
const views = 4;
const loadBalancers = 5;
const ruleListeners = 6;

function numbered(kind: number, keys: readonly string[]): (key: string) => string {
  const numbers = new Map(keys.map((key, index) => [key, index + 1]));
  return (key) => {
    const number = numbers.get(key);
    if (number === undefined) throw new RangeError(`the fabric has no address for ${key}`);
    return `198.18.${kind}.${number}`;
  };
}

/** Who has which address. */
export interface Fabric {
  /** A namespace's own. */
  readonly leg: (namespace: string) => string;
  /** Where a cluster's brokers are reached in a zone. */
  readonly clusterZone: (cluster: string, zone: string) => string;
  /** A client's instance metadata. */
  readonly metadata: (client: string) => string;
  /** Where a zone of names is served; by its key. */
  readonly view: (key: string) => string;
  /** A load balancer in a zone, for interface endpoints. */
  readonly loadBalancer: (name: string, zone: string) => string;
  /** Where an outbound endpoint takes the queries of a rule. */
  readonly rule: (name: string) => string;
}

/** Hands out addresses. @param viewKeys the keys of all zones of names that are served */
export function fabricOf(
  topology: Topology,
  namespaces: readonly string[],
  viewKeys: readonly string[],
): Fabric {
  const { clusters, clients, loadBalancers: balancers = {}, rules = {} } = topology;
  const clusterZone = numbered(
    clusterZones,
    Object.keys(clusters).flatMap((cluster) =>
      clusterZonesOf(topology, cluster).map((zone) => `${cluster} ${zone}`),
    ),
  );
  const loadBalancer = numbered(
    loadBalancers,
    Object.entries(balancers).flatMap(([name, { addresses }]) =>
      Object.keys(addresses).map((zone) => `${name} ${zone}`),
    ),
  );
  return {
    leg: numbered(legs, namespaces),
    clusterZone: (cluster, zone) => clusterZone(`${cluster} ${zone}`),
    metadata: numbered(metadata, Object.keys(clients)),
    view: numbered(views, viewKeys),
    loadBalancer: (name, zone) => loadBalancer(`${name} ${zone}`),
    rule: numbered(ruleListeners, Object.keys(rules)),
  };
}

/** The zones where a cluster has an endpoint, in any VPC. */
export function clusterZonesOf(topology: Topology, cluster: string): readonly string[] {
  const endpoints = Object.values(topology.clusters[cluster]?.endpoints ?? {});
  return [...new Set(endpoints.flatMap(({ addresses }) => Object.keys(addresses)))].sort();
}
