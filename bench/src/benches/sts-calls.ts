/**
 * `sts-calls`: how often STS is called for 1,000 tokens made one after the other.
 *
 * The lab's STS counts. Every run starts cold: a new token provider here, and the peer keeps nothing anyway.
 */
import type { Bench } from '../bench.ts';
import { countingSts } from './counting-sts.ts';

export const stsCalls: Bench = {
  name: 'sts-calls',
  unit: 'calls',
  peerName: 'aws-msk-iam-sasl-signer-js, generateAuthTokenFromRole',
  goal: 0.001,
  better: 'lower',
  runs: 5,
  setUp: "1,000 tokens for a role of another account, one after the other, from cold; the lab's STS counts",
  start: (context) => countingSts('tokens-in-turn', context),
};
