/** Resident memory after a look at all brokers, KiB. */
import { runPreflight } from '@msk-reach/core';
import { BROKERS, variable } from './environment.ts';
import { optionsOfLab } from './ours.ts';
import { answerOnce } from './serve.ts';

const brokers = Number(variable(BROKERS));
/** The whole quota of a cluster: the most conversations at once. */
const RATE = 100;
const KIB = 1024;

await answerOnce(async () => {
  const { report } = await runPreflight({ ...optionsOfLab(), rate: RATE });
  if (report.status !== 'pass' || report.cluster.brokers.length !== brokers)
    throw new Error(
      `${report.status}, ${report.cluster.brokers.length} brokers: ${report.rootCauses.join()}`,
    );
  return process.memoryUsage.rss() / KIB;
});
