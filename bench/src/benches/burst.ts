/**
 * `burst`: how often STS is called when 1,000 tokens are asked for at once and nothing is cached yet, as when every
 * connection of a process comes back together.
 */
import type { Bench } from '../bench.ts';
import { countingSts } from './counting-sts.ts';

export const burst: Bench = {
  name: 'burst',
  unit: 'calls',
  peerName: 'aws-msk-iam-sasl-signer-js, generateAuthTokenFromRole',
  goal: 0.001,
  better: 'lower',
  runs: 5,
  setUp: "1,000 tokens for a role of another account, all at once, from cold; the lab's STS counts",
  start: (context) => countingSts('tokens-at-once', context),
};
