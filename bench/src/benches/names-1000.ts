/**
 * `names-1000`: A and AAAA of 1,000 brokers' names, asked of one resolver over UDP.
 *
 * Ours: the questions of a look, from the first until the last answer is read, with our limit on packets raised, and
 * the diagnosis of the answers. The peer: c-ares, everything at once, unjudged. A fresh process for every run. The resolver is
 * a plain one in a process of its own that keeps pace with c-ares, so that neither side waits for lost packets; the
 * brokers that the look learns the names from are the lab's wire engine.
 */
import type { Bench } from '../bench.ts';
import { BROKERS, WILDCARD } from '../children/environment.ts';
import { startBenchLab } from '../labs.ts';
import { startWorker } from '../process.ts';
import { inFreshProcesses } from '../sides.ts';

const COUNT = 1_000;

export const names1000: Bench = {
  name: 'names-1000',
  unit: 'ms',
  peerName: 'c-ares (dns.promises.Resolver) in Promise.all',
  goal: 1.2,
  better: 'lower',
  runs: 15,
  warmUps: 2,
  setUp:
    "A and AAAA of 1,000 brokers' names under one wildcard, asked over UDP of a resolver that keeps pace; ours with its packet limit raised, and judged",
  async start(context) {
    const lab = await startBenchLab({ engine: 'wire', cluster: { brokers: COUNT } });
    const wildcard = `${lab.lab.gateway.addresses[0]?.address ?? ''} ${apexOf(lab.lab.bootstrap)}`;
    const resolver = startWorker(
      { name: 'dns-server', side: 'peer', env: { [WILDCARD]: wildcard } },
      { ...context, profiles: null },
    );
    const dnsServer = `127.0.0.1:${await resolver.measure()}`;
    const env = { ...lab.env, MSK_REACH_DNS_SERVER: dnsServer, [BROKERS]: String(COUNT) };
    return inFreshProcesses({ name: 'names', env, owns: [resolver, lab] }, context);
  },
};

/** `kafka-serverless.REGION.amazonaws.com` of a bootstrap's `boot-ID.SHARD.APEX:PORT`. */
function apexOf(bootstrap: string): string {
  const [host = ''] = bootstrap.split(':');
  return host.split('.').slice(2).join('.');
}
