/** The way of a connection: from the client over routes, links, endpoints and load balancers to the cluster. */
import { bestMatch, holds } from '../cidr.ts';
import type { Topology } from '../model.ts';
import { listed, part, type PartId, type Step } from './part.ts';

/** One hop for one address; hops between the same parts are one step. */
interface Hop {
  readonly from: PartId;
  readonly to: PartId | null;
  readonly address: string;
  readonly words: (addresses: string) => string;
}

/** Who goes: a part, in a VPC, with an address to send answers to. */
interface Traveller {
  readonly name: string;
  readonly id: PartId;
  readonly vpc: string;
  readonly address: string;
  readonly port: string;
}

/** Follows a client's connections to the addresses that its names gave. */
export function dataWay(topology: Topology, clientName: string, addresses: readonly string[]): readonly Step[] {
  const client = topology.clients[clientName];
  if (client === undefined) return [];
  const { vpc, address } = client;
  const traveller = { name: clientName, id: part.client(clientName), vpc, address, port: '9098' };
  const ways = addresses.map((to) => travel(topology, traveller, to));
  const steps = new Map<string, { step: Hop; depth: number; addresses: string[] }>();
  for (const way of ways)
    for (const [index, hop] of way.entries()) {
      const key = `${hop.from} ${hop.to}`;
      const step = steps.get(key) ?? { step: hop, depth: index + 1, addresses: [] };
      step.addresses.push(hop.address);
      steps.set(key, step);
    }
  return [...steps.values()].map(({ step, depth, addresses: all }) => {
    return { way: 'data', depth, from: step.from, to: step.to, words: step.words(listed(all)) };
  });
}

function travel(topology: Topology, who: Traveller, address: string): readonly Hop[] {
  const { cidr = '', routes = {} } = topology.vpcs[who.vpc] ?? {};
  const opens = (addresses: string): string => `${who.name} connects to ${addresses}, port ${who.port}`;
  const stop = (why: string): readonly Hop[] => [
    { from: who.id, to: null, address, words: (all) => `${opens(all)}: ${why}.` },
  ];
  if (holds(cidr, address)) {
    const to = memberAt(topology, who.vpc, address);
    if (to === null) return stop('nothing has that address');
    return [
      { from: who.id, to, address, words: (all) => `${opens(all)}, in ${who.vpc} itself.` },
      ...beyond(topology, to, address),
    ];
  }
  const route = bestMatch(Object.keys(routes), address);
  const name = route === undefined ? 'blackhole' : (routes[route] ?? 'blackhole');
  if (route === undefined || name === 'blackhole') return stop(`${who.vpc} has no route there, and drops it`);
  const other = across(topology, name, who.vpc, address);
  const link = part.link(name);
  const back = other === null ? '' : `; ${wayBack(topology, other.vpc, who.address)}`;
  const first: Hop = {
    from: who.id,
    to: link,
    address,
    words: (all) => `${opens(all)}: ${who.vpc} routes ${route} to ${name}${back}.`,
  };
  const to = other === null ? null : memberAt(topology, other.vpc, address);
  if (other === null || to === null)
    return [first, { from: link, to: null, address, words: () => `${name} leads nowhere for it.` }];
  const onward: Hop = { from: link, to, address, words: () => `${other.words}.` };
  return [first, onward, ...beyond(topology, to, address)];
}

/** Which VPC a link hands the packet to. */
function across(topology: Topology, name: string, vpc: string, address: string): Across | null {
  const link = topology.links?.[name];
  if (link === undefined) return null;
  if (link.kind === 'peering') {
    const other = link.between.find((end) => end !== vpc);
    const within = other !== undefined && holds(topology.vpcs[other]?.cidr ?? '', address);
    return within ? { vpc: other, words: `${name} joins ${vpc} and ${other}` } : null;
  }
  const table = link.attachments[vpc] ?? '';
  const routes = link.tables[table] ?? {};
  const route = bestMatch(Object.keys(routes), address);
  const other = route === undefined ? 'blackhole' : (routes[route] ?? 'blackhole');
  if (other === 'blackhole' || !holds(topology.vpcs[other]?.cidr ?? '', address)) return null;
  return { vpc: other, words: `Table ${table} of ${name} leads ${route} to ${other}` };
}

interface Across {
  readonly vpc: string;
  readonly words: string;
}

function wayBack({ vpcs }: Topology, vpc: string, address: string): string {
  const routes = vpcs[vpc]?.routes ?? {};
  const route = bestMatch(Object.keys(routes), address);
  const name = route === undefined ? 'blackhole' : (routes[route] ?? 'blackhole');
  return name === 'blackhole' ? `${vpc} has no route back` : `${vpc} routes ${route} back to ${name}`;
}

/** Who has an address in a VPC. */
function memberAt(topology: Topology, vpc: string, address: string): PartId | null {
  const has = (member: { readonly vpc: string; readonly addresses: Readonly<Record<string, string>> }): boolean =>
    member.vpc === vpc && Object.values(member.addresses).includes(address);
  for (const [name, { endpoints }] of Object.entries(topology.clusters))
    if (Object.values(endpoints[vpc]?.addresses ?? {}).includes(address)) return part.cluster(name, vpc);
  for (const [name, member] of Object.entries(topology.interfaceEndpoints ?? {}))
    if (has(member)) return part.endpoint(name);
  for (const [name, member] of Object.entries(topology.loadBalancers ?? {}))
    if (has(member)) return part.balancer(name);
  return null;
}

/** What stands behind an interface endpoint or a load balancer. */
function beyond(topology: Topology, at: PartId, address: string): readonly Hop[] {
  const [kind, name = ''] = at.split('/');
  if (kind === 'endpoint') {
    const endpoint = topology.interfaceEndpoints?.[name];
    const balancer = topology.loadBalancers?.[endpoint?.service ?? ''];
    if (endpoint === undefined || balancer === undefined) return [];
    const to = part.balancer(endpoint.service);
    const zone = zoneAt(endpoint.addresses, address);
    const words = (): string => `PrivateLink carries it to ${endpoint.service}, one way, whatever the two CIDRs.`;
    return [{ from: at, to, address, words }, ...beyondBalancer(topology, endpoint.service, zone)];
  }
  return kind === 'balancer'
    ? beyondBalancer(topology, name, zoneAt(topology.loadBalancers?.[name]?.addresses ?? {}, address))
    : [];
}

function beyondBalancer(topology: Topology, name: string, zone: string): readonly Hop[] {
  const balancer = topology.loadBalancers?.[name];
  if (balancer === undefined) return [];
  const { vpc, addresses } = balancer;
  return (balancer.targets[zone] ?? []).flatMap((target) => {
    const [to = '', port = '9098'] = target.split(':');
    return travel(topology, { name, id: part.balancer(name), vpc, address: addresses[zone] ?? '', port }, to);
  });
}

function zoneAt(addresses: Readonly<Record<string, string>>, address: string): string {
  return Object.entries(addresses).find(([, own]) => own === address)?.[0] ?? '';
}
