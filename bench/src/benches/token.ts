/**
 * `token`: the time of one token from credentials that are there already.
 *
 * Ours goes through the token provider: the cached credentials are looked at, the signer called, its token read back
 * and checked. The peer is the bare signer with the same keys, handed over by a function that returns a constant.
 * Each side in a process that stays; a run is 1,000 tokens, one after the other.
 */
import type { Bench } from '../bench.ts';
import { inWorkers } from '../sides.ts';

export const token: Bench = {
  name: 'token',
  unit: 'us',
  peerName: 'aws-msk-iam-sasl-signer-js with static credentials',
  goal: 1.1,
  better: 'lower',
  runs: 25,
  warmUps: 3,
  setUp:
    '1,000 tokens a run, one after the other, from the same keys with a session token of 1,000 characters',
  start: async (context) => inWorkers({ name: 'token', env: {} }, context),
};
