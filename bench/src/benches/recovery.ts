/**
 * `recovery`: the broker that leads is killed; the time until a message is acknowledged again.
 *
 * Same settings: kafkajs's own defaults, a connection timeout of 10 s for both. Each side in a process that stays; it
 * sends one message after the other to one partition of three replicas. The leader dies by SIGKILL, and counted is from
 * its death to the first acknowledgement of a message that was sent after it. Then it is started again, and the next
 * run waits until all replicas are in step.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { startBenchLab } from '../labs.ts';
import { inWorkers } from '../sides.ts';

/** Messages flow before the leader dies. */
const FLOW_MS = 500;

export const recovery: Bench = {
  name: 'recovery',
  unit: 'ms',
  peerName: 'kafkajs',
  goal: 1,
  better: 'lower',
  runs: 5,
  setUp:
    'three real brokers in processes of their own, one partition of three replicas; kill -9 of its leader, until a message sent after that is acknowledged',
  async start(context) {
    const lab = await startBenchLab({ cluster: { processes: true } });
    const sides = inWorkers({ name: 'recovery', env: lab.env, owns: [lab] }, context);
    return {
      async measure(side) {
        const leader = await sides.measure(side, 'start');
        await sleep(FLOW_MS);
        await lab.lab.killBroker(leader);
        const since = performance.timeOrigin + performance.now();
        const ms = await sides.measure(side, `since ${since}`);
        await lab.lab.restartBroker(leader);
        return ms;
      },
      [Symbol.asyncDispose]: () => sides[Symbol.asyncDispose](),
    };
  },
};
