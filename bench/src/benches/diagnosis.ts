/**
 * `diagnosis`: one broker's name is missing; the time until every bad broker is named.
 *
 * Ours: a preflight until its report names that broker, and no other. The peer: kafkajs connects and sends one message
 * to each partition, a leader each on every broker, until it throws. Loading is not counted. A fresh process for every run.
 */
import type { Bench } from '../bench.ts';
import { HOSTS, MISSING } from '../children/environment.ts';
import { startBenchLab } from '../labs.ts';
import { inFreshProcesses } from '../sides.ts';

const FORGOTTEN = 98;

export const diagnosis: Bench = {
  name: 'diagnosis',
  unit: 'ms',
  peerName: 'kafkajs until its error',
  goal: 0.1,
  better: 'lower',
  runs: 5,
  setUp:
    'three real brokers, the record of one missing; a preflight, and a kafkajs producer that sends to every partition',
  async start(context) {
    const benchLab = await startBenchLab();
    const { lab } = benchLab;
    lab.replaceWildcardByRecords({ missing: [FORGOTTEN] });
    const missing = lab.kafka.list().find(({ id }) => id === FORGOTTEN)?.advertisedHost ?? '';
    const known = (benchLab.env[HOSTS] ?? '').split(',').filter((pair) => !pair.startsWith(missing));
    const env = { ...benchLab.env, [HOSTS]: known.join(','), [MISSING]: missing };
    return inFreshProcesses({ name: 'diagnosis', env, owns: [benchLab] }, context);
  },
};
