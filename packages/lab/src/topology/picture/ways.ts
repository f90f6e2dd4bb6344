/** All ways of a topology: what each client asks and where its connections go, shared hops once. */
import type { Topology } from '../model.ts';
import { dataWay } from './data-way.ts';
import { dnsWay } from './dns-way.ts';
import type { Step } from './part.ts';

/** The steps of both ways, by way and depth. */
export function waysOf(topology: Topology): readonly Step[] {
  const steps = new Map<string, Step>();
  for (const [client, cluster] of journeys(topology)) {
    const { steps: asked, addresses } = dnsWay(topology, client, cluster);
    for (const step of [...asked, ...dataWay(topology, client, addresses)]) {
      const key = `${step.way} ${step.from} ${step.to ?? step.words}`;
      if (!steps.has(key)) steps.set(key, step);
    }
  }
  return [...steps.values()].sort((a, b) => order(a) - order(b));
}

function order({ way, depth }: Step): number {
  return (way === 'dns' ? 0 : 1_000) + depth;
}

/** Each client to the cluster that it wants, and to every other one that its names lead to. */
function journeys(topology: Topology): readonly (readonly [string, string])[] {
  const clusters = Object.keys(topology.clusters);
  return Object.entries(topology.clients).flatMap(([client, spec]) => {
    const wanted = spec.cluster ?? clusters[0] ?? '';
    const others = clusters.filter((name) => name !== wanted && reaches(topology, client, name));
    return [wanted, ...others].map((cluster) => [client, cluster] as const);
  });
}

function reaches(topology: Topology, client: string, cluster: string): boolean {
  const ends = dataWay(topology, client, dnsWay(topology, client, cluster).addresses);
  return ends.some(({ to }) => to?.startsWith(`cluster/${cluster}/`));
}
