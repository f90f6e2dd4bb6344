/** Milliseconds of a look at many brokers; the peer's are worked out, not measured. */
import { answerOnce, side } from './serve.ts';
import { BROKERS, variable, ZONES } from './environment.ts';

const brokers = Number(variable(BROKERS));
const RATE = 50;

async function ours(): Promise<number> {
  const { runPreflight } = await import('@msk-reach/core');
  const { optionsOfLab } = await import('./ours.ts');
  const started = performance.now();
  const { report } = await runPreflight({ ...optionsOfLab(), rate: RATE });
  const ms = performance.now() - started;
  if (report.status !== 'pass' || report.cluster.brokers.length !== brokers)
    throw new Error(
      `${report.status}, ${report.cluster.brokers.length} brokers: ${report.rootCauses.join()}`,
    );
  return ms;
}

/** The bootstrap at each of its addresses, which are those of all brokers, and a conversation with every broker. */
async function floor(): Promise<number> {
  const attempts = Number(variable(ZONES)) + brokers;
  return (Math.ceil(attempts / RATE) - 1) * 1_000;
}

await answerOnce(side === 'peer' ? floor : ours);
