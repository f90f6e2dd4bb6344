/**
 * `preflight-500`: a look at 500 brokers behind three addresses, within the usual limit on connection attempts.
 *
 * Ours: the preflight, from options to report. The peer is the limit itself: what so many attempts take when never more
 * than fifty begin within a second and nothing else costs time. The brokers are the lab's wire engine.
 */
import type { Bench } from '../bench.ts';
import { BROKERS, ZONES } from '../children/environment.ts';
import { startBenchLab } from '../labs.ts';
import { inFreshProcesses } from '../sides.ts';

const COUNT = 500;
const ADDRESSES = 3;

export const preflight500: Bench = {
  name: 'preflight-500',
  unit: 'ms',
  peerName: 'what 50 connection attempts a second alone dictate',
  goal: 1.3,
  better: 'lower',
  runs: 5,
  setUp:
    'a preflight of 500 brokers behind three addresses: each address dialled, a conversation with every broker, 50 attempts a second',
  async start(context) {
    const lab = await startBenchLab({
      engine: 'wire',
      cluster: { brokers: COUNT },
      network: { zones: ADDRESSES },
    });
    const env = { ...lab.env, [BROKERS]: String(COUNT), [ZONES]: String(ADDRESSES) };
    return inFreshProcesses({ name: 'preflight', env, owns: [lab] }, context);
  },
};
