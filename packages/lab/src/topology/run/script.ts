/** What `ip` and the shell are told to make one plan out of another. Pure. */
import type { Cable, DeviceAt, NamespacePlan, RoutePlan, TopologyPlan } from '../plan/plan.ts';
import { EMPTY } from '../plan/plan.ts';

/** A plan with nothing in it. */
export const NOTHING: TopologyPlan = { namespaces: {}, cables: [] };

/** What a namespace is brought to. */
export interface NamespaceScript {
  /** Settings of the kernel below `/proc/sys`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Lines of `ip`, of which any may fail: what they remove may be gone with its device. */
  readonly removals: readonly string[];
  /** Lines of `ip`. */
  readonly additions: readonly string[];
  /** A ruleset; undefined where it stays. */
  readonly filter: string | undefined;
}

/**
 * Cables that have to go, by an end that stays. A namespace takes its devices along when it goes, but when it likes:
 * one of the same name might come too early.
 */
export function goneCables(before: TopologyPlan, after: TopologyPlan): readonly DeviceAt[] {
  const wanted = new Set(after.cables.map(cableKey));
  const stays = ({ namespace }: DeviceAt): boolean => after.namespaces[namespace] !== undefined;
  return before.cables
    .filter((cable) => !wanted.has(cableKey(cable)))
    .flatMap(({ a, b }) => [a, b].filter(stays).slice(0, 1));
}

/** Cables that are not there yet. */
export function newCables(before: TopologyPlan, after: TopologyPlan): readonly Cable[] {
  const there = new Set(
    before.cables
      .filter(
        ({ a, b }) =>
          after.namespaces[a.namespace] !== undefined && after.namespaces[b.namespace] !== undefined,
      )
      .map(cableKey),
  );
  return after.cables.filter((cable) => !there.has(cableKey(cable)));
}

function cableKey({ a, b }: Cable): string {
  return `${a.namespace} ${a.device} ${b.namespace} ${b.device}`;
}

/** How a namespace gets from one plan to another; additions may be there already. */
export function namespaceScript(
  before: NamespacePlan | undefined,
  after: NamespacePlan,
  devices: readonly string[],
): NamespaceScript {
  const old = before ?? EMPTY;
  return {
    settings: settingsOf(after),
    removals: [
      ...(old.bridge !== undefined && after.bridge === undefined ? [`link del ${old.bridge.device}`] : []),
      ...old.routes
        .filter((route) => !after.routes.some((other) => keyOf(other) === keyOf(route)))
        .map(removal),
      ...old.lookups.map((_lookup, index) => `rule del pref ${preference(index)}`),
      ...old.addresses
        .filter(
          ({ address, device }) =>
            !after.addresses.some((other) => other.address === address && other.device === device),
        )
        .map(({ address, device }) => `addr del ${address} dev ${device}`),
    ],
    additions: [
      ...(before === undefined ? ['link set lo up'] : []),
      ...(old.bridge === undefined && after.bridge !== undefined
        ? [`link add ${after.bridge.device} type bridge`]
        : []),
      ...(after.bridge === undefined ? [] : [`link set ${after.bridge.device} up`]),
      ...(after.bridge?.ports ?? []).map((port) => `link set ${port} master ${after.bridge?.device ?? ''}`),
      ...devices.map((device) => `link set ${device} up`),
      ...after.addresses.map(({ address, device }) => `addr replace ${address} dev ${device}`),
      ...after.routes.map(addition),
      ...after.lookups.map(
        ({ device, table }, index) => `rule add pref ${preference(index)} iif ${device} lookup ${table}`,
      ),
    ],
    filter: after.filter === old.filter && before !== undefined ? undefined : after.filter,
  };
}

/** The devices of cables in a namespace. */
export function devicesIn({ cables }: TopologyPlan, namespace: string): readonly string[] {
  return cables
    .flatMap(({ a, b }) => [a, b])
    .flatMap((end) => (end.namespace === namespace ? [end.device] : []));
}

/** Before the main table, which is looked up at 32766. */
function preference(index: number): number {
  return 1000 + index;
}

const keyOf = ({ to, table }: RoutePlan): string => `${to} ${table ?? ''}`;

const tableOf = ({ table }: RoutePlan): string => (table === undefined ? '' : ` table ${table}`);

function removal(route: RoutePlan): string {
  return `route del ${route.device === undefined ? 'blackhole ' : ''}${route.to}${tableOf(route)}`;
}

function addition(route: RoutePlan): string {
  const { to, device, via } = route;
  if (device === undefined) return `route replace blackhole ${to}${tableOf(route)}`;
  return `route replace ${to}${via === undefined ? '' : ` via ${via}`} dev ${device}${via === undefined ? '' : ' onlink'}${tableOf(route)}`;
}

function settingsOf({ forwards, leadsToLoopback }: NamespacePlan): Readonly<Record<string, string>> {
  return {
    'net/ipv4/conf/all/rp_filter': '0',
    'net/ipv4/conf/default/rp_filter': '0',
    'net/ipv4/conf/all/send_redirects': '0',
    'net/ipv4/conf/default/send_redirects': '0',
    ...(forwards ? { 'net/ipv4/ip_forward': '1' } : {}),
    ...(leadsToLoopback ? { 'net/ipv4/conf/all/route_localnet': '1' } : {}),
  };
}
