/**
 * `import`: the time to import the package, against what it stands on.
 *
 * A fresh process for every run, files in the system's cache; from the call of `import()` until it is there.
 */
import type { Bench } from '../bench.ts';
import { inFreshProcesses } from '../sides.ts';

export const imports: Bench = {
  name: 'import',
  unit: 'ms',
  peerName: 'kafkajs and aws-msk-iam-sasl-signer-js',
  goal: 1.1,
  better: 'lower',
  runs: 25,
  warmUps: 2,
  setUp: 'the entry point of the package, and both packages of the peer, each imported in a fresh process',
  start: async (context) => inFreshProcesses({ name: 'import', env: {} }, context),
};
