/** The way of packets to an address: routes, links, and who has the address. */
import type { Topology } from '../model.ts';
import { block, contains, inVpc } from '../plan/ipv4.ts';
import { part, type PartId } from './part.ts';

/** One hop for one address. */
export interface Hop {
  readonly from: PartId;
  /** null: dropped. */
  readonly to: PartId | null;
  readonly address: string;
  /** What happens, given all the addresses that go this way. */
  readonly words: (addresses: string) => string;
}

/** Who goes: a part in a VPC, with an address that answers come back to. */
export interface Traveller {
  readonly id: PartId;
  readonly vpc: string;
  readonly address: string;
  /** `app connects to 10.0.1.10, port 9098`. */
  readonly opens: (addresses: string) => string;
}

/** The hops to an address, at most two: to a link and to whoever has the address. */
export function travel(topology: Topology, who: Traveller, address: string): readonly Hop[] {
  const vpc = topology.vpcs[who.vpc];
  const { routes = {} } = vpc ?? {};
  const stop = (why: string): readonly Hop[] => [
    { from: who.id, to: null, address, words: (all) => `${who.opens(all)}: ${why}.` },
  ];
  if (inVpc(vpc, address)) {
    const to = memberAt(topology, who.vpc, address);
    if (to === null) return stop('nothing has that address');
    return [{ from: who.id, to, address, words: (all) => `${who.opens(all)}, in ${who.vpc} itself.` }];
  }
  const { route, name } = lookUp(routes, address);
  if (name === 'blackhole') return stop(`${who.vpc} has no route there, and drops it`);
  const link = part.link(name);
  const other = across(topology, name, who.vpc, address);
  const back = other === null ? '' : `; ${wayBack(topology, other.vpc, who.address)}`;
  const words = (all: string): string => `${who.opens(all)}: ${who.vpc} routes ${route} to ${name}${back}.`;
  const first: Hop = { from: who.id, to: link, address, words };
  const to = other === null ? null : memberAt(topology, other.vpc, address);
  if (other === null || to === null)
    return [first, { from: link, to: null, address, words: () => `${name} leads nowhere for it.` }];
  return [first, { from: link, to, address, words: () => `${other.words}.` }];
}

interface Across {
  readonly vpc: string;
  readonly words: string;
}

/** Which VPC a link hands the packet to. */
function across({ links, vpcs }: Topology, name: string, vpc: string, address: string): Across | null {
  const link = links?.[name];
  if (link === undefined) return null;
  if (link.kind === 'peering') {
    const other = link.between.find((end) => end !== vpc);
    const within = other !== undefined && inVpc(vpcs[other], address);
    return within ? { vpc: other, words: `${peeringWords(name)} joins ${vpc} and ${other}` } : null;
  }
  const table = link.attachments[vpc] ?? '';
  const { route, name: other } = lookUp(link.tables[table] ?? {}, address);
  if (other === 'blackhole' || !inVpc(vpcs[other], address)) return null;
  return { vpc: other, words: `Table ${table} of ${name} leads ${route} to ${other}` };
}

/** Many a peering has no other name. */
function peeringWords(name: string): string {
  return name === 'peering' ? 'The peering' : `Peering ${name}`;
}

function wayBack({ vpcs }: Topology, vpc: string, address: string): string {
  const { route, name } = lookUp(vpcs[vpc]?.routes ?? {}, address);
  return name === 'blackhole' ? `${vpc} has no route back` : `${vpc} routes ${route} back to ${name}`;
}

/** Where a table leads an address, and by which of its routes: the most specific one that has it. */
function lookUp(
  routes: Readonly<Record<string, string>>,
  address: string,
): { readonly route: string; readonly name: string } {
  const prefix = (cidr: string): number => block(cidr)?.prefix ?? 0;
  const matching = Object.keys(routes).filter((cidr) => contains(cidr, address));
  const [route = ''] = matching.sort((a, b) => prefix(b) - prefix(a));
  return { route, name: routes[route] ?? 'blackhole' };
}

/** Who has an address in a VPC. */
function memberAt(topology: Topology, vpc: string, address: string): PartId | null {
  const { clusters, interfaceEndpoints = {}, loadBalancers = {}, resolverEndpoints = {} } = topology;
  for (const [name, { endpoints }] of Object.entries(clusters))
    if (Object.values(endpoints[vpc]?.addresses ?? {}).includes(address)) return part.cluster(name, vpc);
  const members = [
    { all: interfaceEndpoints, id: part.endpoint },
    { all: loadBalancers, id: part.balancer },
    { all: resolverEndpoints, id: part.resolverEndpoint },
  ];
  for (const { all, id } of members)
    for (const [name, member] of Object.entries(all))
      if (member.vpc === vpc && Object.values(member.addresses).includes(address)) return id(name);
  return null;
}
