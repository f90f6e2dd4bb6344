/**
 * `produce`: messages a second that one producer gets acknowledged by three real brokers.
 *
 * Same settings: kafkajs's defaults (all replicas acknowledge, no compression), 100 messages of 200 bytes a send, four
 * sends under way. Each side in a process that stays connected; a run is 10,000 messages, and the sides take turns.
 */
import type { Bench } from '../bench.ts';
import { startBenchLab } from '../labs.ts';
import { inWorkers } from '../sides.ts';

export const produce: Bench = {
  name: 'produce',
  unit: 'messages/s',
  peerName: 'kafkajs',
  goal: 0.98,
  better: 'higher',
  runs: 25,
  warmUps: 5,
  setUp:
    'three real brokers, one topic of three partitions; 10,000 messages of 200 bytes a run, 100 a send, four sends under way, acks from all',
  async start(context) {
    const lab = await startBenchLab();
    return inWorkers({ name: 'produce', env: lab.env, owns: [lab] }, context);
  },
};
