/** The way of a connection: from the client over routes, links, endpoints and load balancers to the cluster. */
import type { Topology } from '../model.ts';
import { listed, part, type PartId, type Step, type Way } from './part.ts';
import { travel, type Hop } from './travel.ts';

/** Follows a client's connections to the addresses that its names gave. */
export function dataWay(
  topology: Topology,
  clientName: string,
  addresses: readonly string[],
): readonly Step[] {
  const client = topology.clients[clientName];
  if (client === undefined) return [];
  const { vpc, address } = client;
  const who = { id: part.client(clientName), vpc, address, opens: opensOf(clientName, '9098') };
  return stepsOf(
    'data',
    addresses.map((to) => onward(topology, travel(topology, who, to))),
  );
}

/** Hops between the same parts are one step, whatever their addresses. */
export function stepsOf(way: Way, journeys: readonly (readonly Hop[])[], after = 0): readonly Step[] {
  const steps = new Map<string, { hop: Hop; depth: number; addresses: string[] }>();
  for (const journey of journeys)
    for (const [index, hop] of journey.entries()) {
      const key = `${hop.from} ${hop.to}`;
      const step = steps.get(key) ?? { hop, depth: after + index + 1, addresses: [] };
      step.addresses.push(hop.address);
      steps.set(key, step);
    }
  return [...steps.values()].map(({ hop: { from, to, words }, depth, addresses }) => {
    return { way, depth, from, to, words: words(listed(addresses)) };
  });
}

function opensOf(name: string, port: string): (addresses: string) => string {
  return (addresses) => `${name} connects to ${addresses}, port ${port}`;
}

/** The hops, and those from an interface endpoint or a load balancer that they end at. */
function onward(topology: Topology, hops: readonly Hop[]): readonly Hop[] {
  const last = hops.at(-1);
  const [kind, name = ''] = (last?.to ?? '').split('/');
  if (last === undefined || (kind !== 'endpoint' && kind !== 'balancer')) return hops;
  if (kind === 'balancer') {
    const zone = zoneAt(topology.loadBalancers?.[name]?.addresses ?? {}, last.address);
    return [...hops, ...behind(topology, name, zone)];
  }
  const { service = '', addresses = {} } = topology.interfaceEndpoints?.[name] ?? {};
  if (topology.loadBalancers?.[service] === undefined) return hops;
  const from: PartId = part.endpoint(name);
  const words = (): string =>
    `PrivateLink carries it to the load balancer ${service}, one way, whatever the two CIDRs.`;
  const link: Hop = { from, to: part.balancer(service), address: last.address, words };
  return [...hops, link, ...behind(topology, service, zoneAt(addresses, last.address))];
}

/** From a load balancer's address in a zone to its targets there. */
function behind(topology: Topology, name: string, zone: string): readonly Hop[] {
  const balancer = topology.loadBalancers?.[name];
  if (balancer === undefined) return [];
  const { vpc, addresses, targets } = balancer;
  return (targets[zone] ?? []).flatMap((target) => {
    const [to = '', port = '9098'] = target.split(':');
    const who = {
      id: part.balancer(name),
      vpc,
      address: addresses[zone] ?? '',
      opens: opensOf(`load balancer ${name}`, port),
    };
    return travel(topology, who, to);
  });
}

function zoneAt(addresses: Readonly<Record<string, string>>, address: string): string {
  return Object.entries(addresses).find(([, own]) => own === address)?.[0] ?? '';
}
