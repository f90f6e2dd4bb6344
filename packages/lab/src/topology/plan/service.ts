/** AWS itself: brokers behind gateways on loopback, STS, instance metadata, and all zones of names. */
import { KAFKA_PORT } from '../../scenario/cluster.ts';
import type { PlanContext } from './context.ts';
import {
  clusterZonesOf,
  CREDENTIALS_ADDRESS,
  FABRIC_DEVICE,
  PUBLIC_DNS,
  SERVICE_ADDRESS,
  STS_ADDRESS,
} from './fabric.ts';
import { HOOKS, ruleset } from './filter.ts';
import { authoritative } from './named.ts';
import { type Cable, deviceName, EMPTY, type NamespacePlan } from './plan.ts';

/** Its namespace. */
export const SERVICE = 'service';

/** The plan of the service, which everything on the fabric is plugged into. */
export function servicePlan(context: PlanContext, plugged: readonly string[]): NamespacePlan {
  const { topology, zones, fabric } = context;
  const own = [
    STS_ADDRESS,
    CREDENTIALS_ADDRESS,
    PUBLIC_DNS,
    ...Object.keys(topology.clients).map(fabric.metadata),
    ...zones.map(({ key }) => fabric.view(key)),
    ...clusterAddresses(context).map(({ at }) => at),
  ];
  return {
    ...EMPTY,
    leadsToLoopback: true,
    bridge: { device: FABRIC_DEVICE, ports: plugged.map(plug) },
    addresses: [
      { address: `${SERVICE_ADDRESS}/16`, device: FABRIC_DEVICE },
      ...own.map((address) => ({ address: `${address}/32`, device: FABRIC_DEVICE })),
    ],
    filter: serviceFilter(context),
    programs: [authoritative(context)],
  };
}

/** What joins namespaces to the fabric. */
export function fabricCables(plugged: readonly string[]): readonly Cable[] {
  return plugged.map((namespace) => ({
    a: { namespace: SERVICE, device: plug(namespace) },
    b: { namespace, device: FABRIC_DEVICE },
  }));
}

function plug(namespace: string): string {
  return deviceName('f', namespace);
}

function clusterAddresses({
  topology,
  fabric,
  service,
}: PlanContext): readonly { at: string; to: string | undefined }[] {
  return Object.keys(topology.clusters).flatMap((cluster) =>
    clusterZonesOf(topology, cluster).map((zone, index) => ({
      at: fabric.clusterZone(cluster, zone),
      to: service?.gateways[cluster]?.[index],
    })),
  );
}

function serviceFilter(context: PlanContext): string {
  const { service } = context;
  const clusters = clusterAddresses(context).flatMap(({ at, to }) =>
    to === undefined ? [] : [`ip daddr ${at} tcp dport ${KAFKA_PORT} dnat to ${to}:${KAFKA_PORT}`],
  );
  const http = [
    { at: STS_ADDRESS, to: service?.sts },
    { at: CREDENTIALS_ADDRESS, to: service?.credentials ?? undefined },
  ].flatMap(({ at, to }) => (to === undefined ? [] : [`ip daddr ${at} tcp dport 80 dnat to ${to}`]));
  return ruleset([{ name: 'destinations', hook: HOOKS.dstnat, rules: [...clusters, ...http] }]);
}
