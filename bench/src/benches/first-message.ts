/**
 * `first-message`: from the start of a process to its first acknowledged message.
 *
 * STS takes 50 ms for each answer. Ours has its gate on: every broker was resolved, reached and let us in before. The
 * peer looks at nothing, looks names up in a map, and asks STS for each connection. A fresh process for every run.
 */
import type { Bench } from '../bench.ts';
import { startBenchLab } from '../labs.ts';
import { inFreshProcesses } from '../sides.ts';

export const firstMessage: Bench = {
  name: 'first-message',
  unit: 'ms',
  peerName: "kafkajs with the signer's FromRole",
  goal: 1,
  better: 'lower',
  runs: 15,
  warmUps: 2,
  setUp:
    'from the start of the process to the first acknowledgement by three real brokers, our gate on, STS answering after 50 ms',
  async start(context) {
    const lab = await startBenchLab({ sts: { delayMs: 50 } });
    const place = { name: 'first-message', env: lab.env, owns: [lab] };
    return inFreshProcesses(place, context, (acknowledgedAt, startedAt) => acknowledgedAt - startedAt);
  },
};
