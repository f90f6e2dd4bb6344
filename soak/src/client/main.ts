/** One side of the soak, in a process of its own: `main.js SIDE SETTINGS`. It is asked over IPC and ends with it. */
import type { logCreator } from 'kafkajs';
import type { Question, Said, Settings, Side } from '../protocol.ts';
import type { OpenSide } from './side.ts';
import { wordsOf } from './words.ts';
import { Workload } from './workload.ts';

const LEFT_MS = 5_000;

const sayWhatIsLeft = (): void =>
  void process.stderr.write(`still open: ${process.getActiveResourcesInfo().join(', ')}\n`);

const tell = (said: Said): void => void process.send?.(said);

/** kafkajs's own words, one line each, for the soak's log. */
const log: logCreator =
  () =>
  ({ namespace, log: { message, ...more } }) => {
    const details = [more['broker'], more['groupId'], more['error']].filter((one) => typeof one === 'string');
    const about = details.length === 0 ? '' : ` (${details.join(', ')})`;
    tell({ kind: 'line', text: `${namespace ?? 'client'}: ${message}${about}` });
  };

async function open(side: Side): Promise<OpenSide> {
  return side === 'ours'
    ? (await import('./ours.ts')).openOurs(log)
    : (await import('./peer.ts')).openPeer(log);
}

async function main(side: Side, settings: Settings): Promise<void> {
  const { kafka, tokens, close } = await open(side);
  const workload = new Workload(kafka, settings, tokens);
  await workload.start();
  process.on('message', (question: Question) => {
    if (question === 'status') tell({ kind: 'status', status: workload.status() });
    else void finish();
  });
  const finish = async (): Promise<void> => {
    tell({ kind: 'result', result: await workload.finish() });
    const from = performance.now();
    await workload.disconnect();
    await close();
    tell({ kind: 'line', text: `closed within ${Math.round(performance.now() - from)} ms` });
    process.off('disconnect', orphaned);
    process.disconnect();
    // Unreferenced: said only where something else is left.
    setTimeout(sayWhatIsLeft, LEFT_MS).unref();
  };
  tell({ kind: 'ready' });
}

const orphaned = (): never => process.exit(1);
process.on('disconnect', orphaned);
// A terminal's Ctrl-C reaches everybody; the soak ends us.
process.on('SIGINT', () => undefined);

const [side, settings = '{}'] = process.argv.slice(2);
try {
  await main(side === 'peer' ? 'peer' : 'ours', JSON.parse(settings) as Settings);
} catch (error) {
  process.send?.({ kind: 'failed', why: wordsOf(error) } satisfies Said, () => process.exit(1));
}
