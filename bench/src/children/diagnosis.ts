/** Milliseconds until somebody says what is wrong with a cluster of which one broker's name is missing. */
import { answerOnce, side } from './serve.ts';
import { MISSING, TOPIC, variable } from './environment.ts';

const missing = variable(MISSING);
const PARTITIONS = 3;

/** Until the report names every broker whose name is missing, and no other. */
async function ours(): Promise<number> {
  const { runPreflight } = await import('@msk-reach/core');
  const { optionsOfLab } = await import('./ours.ts');
  const started = performance.now();
  const { report } = await runPreflight(optionsOfLab());
  const ms = performance.now() - started;
  const named = report.findings.find(({ check }) => check === report.rootCauses[0])?.subjects.join(',');
  if (named !== missing) throw new Error(`the report names ${named}, not ${missing}`);
  return ms;
}

/** Until kafkajs, which writes to every partition, throws: it meets a broker only when it needs it. */
async function peer(): Promise<number> {
  const { openPeer } = await import('./peer.ts');
  const { kafka } = await openPeer();
  const producer = kafka.producer();
  const messages = Array.from({ length: PARTITIONS }, (_, partition) => ({ partition, value: 'one' }));
  const started = performance.now();
  await producer.connect();
  const error: unknown = await producer.send({ topic: variable(TOPIC), messages }).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const ms = performance.now() - started;
  await producer.disconnect();
  if (error === null) throw new Error('kafkajs found nothing wrong');
  return ms;
}

await answerOnce(side === 'peer' ? peer : ours);
