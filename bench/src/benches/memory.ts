/**
 * `memory`: resident memory of a process right after its producer is connected.
 *
 * Ours has its gate on, with everything that this loads. No garbage is collected by hand. A fresh process for every
 * run.
 */
import type { Bench } from '../bench.ts';
import { startBenchLab } from '../labs.ts';
import { inFreshProcesses } from '../sides.ts';

export const memory: Bench = {
  name: 'memory',
  unit: 'MiB',
  peerName: "kafkajs with the signer's FromRole",
  goal: 1.15,
  better: 'lower',
  runs: 15,
  warmUps: 1,
  setUp: 'resident set of the process once a producer is connected to three real brokers, our gate on',
  async start(context) {
    const lab = await startBenchLab();
    return inFreshProcesses({ name: 'memory', env: lab.env, owns: [lab] }, context);
  },
};
