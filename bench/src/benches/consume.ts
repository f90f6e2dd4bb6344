/**
 * `consume`: messages a second that a group of one consumes from three real brokers.
 *
 * Same settings: kafkajs's defaults, `eachMessage`, a new group from the beginning in every run; from the first message
 * to the last, joining the group is not counted. Each side in a process that stays, and the sides take turns.
 */
import type { Bench } from '../bench.ts';
import { MESSAGES } from '../children/environment.ts';
import { startBenchLab } from '../labs.ts';
import { runOnce } from '../process.ts';
import { inWorkers } from '../sides.ts';

export const consume: Bench = {
  name: 'consume',
  unit: 'messages/s',
  peerName: 'kafkajs',
  goal: 0.98,
  better: 'higher',
  runs: 15,
  warmUps: 2,
  setUp:
    'three real brokers, one topic of three partitions with 200,000 messages of 200 bytes; a new group in every run, eachMessage',
  async start(context) {
    const lab = await startBenchLab();
    const { value } = await runOnce({ name: 'fill', side: 'peer', env: lab.env }, context);
    const env = { ...lab.env, [MESSAGES]: String(value) };
    return inWorkers({ name: 'consume', env, owns: [lab] }, context);
  },
};
