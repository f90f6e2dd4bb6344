/** All ways of a topology: what each client asks and where its connections go, shared hops once. */
import type { Topology } from '../model.ts';
import { dataWay } from './data-way.ts';
import { dnsWay } from './dns-way.ts';
import type { Step } from './part.ts';

/** The steps of both ways, by way and depth. */
export function waysOf(topology: Topology): readonly Step[] {
  const steps = new Map<string, Step>();
  for (const step of Object.keys(topology.clients).flatMap((client) => waysOfClient(topology, client))) {
    const key = `${step.way} ${step.from} ${step.to ?? step.words}`;
    const known = steps.get(key) ?? step;
    // Of a shared hop the longer way counts, so that numbers rise along either.
    steps.set(key, { ...known, depth: Math.max(step.depth, known.depth) });
  }
  return [...steps.values()].sort((a, b) => order(a) - order(b));
}

function order({ way, depth }: Step): number {
  return (way === 'dns' ? 0 : 1_000) + depth;
}

/** To the cluster that a client wants, and to every other one that its names lead to. */
function waysOfClient(topology: Topology, client: string): readonly Step[] {
  const clusters = Object.keys(topology.clusters);
  const wanted = topology.clients[client]?.cluster ?? clusters[0] ?? '';
  const asked = [wanted, ...clusters.filter((name) => name !== wanted)]
    .map((cluster) => ({ cluster, ...dnsWay(topology, client, cluster) }))
    .filter(({ cluster, addresses }) => cluster === wanted || leadsTo(topology, client, cluster, addresses));
  const addresses = asked.flatMap((way) => way.addresses);
  return [...asked.flatMap((way) => way.steps), ...dataWay(topology, client, addresses)];
}

function leadsTo(topology: Topology, client: string, cluster: string, addresses: readonly string[]): boolean {
  return dataWay(topology, client, addresses).some(({ to }) => to?.startsWith(`cluster/${cluster}/`));
}
