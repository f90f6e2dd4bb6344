/** One side of the soak, in a process of its own: `main.js SIDE SETTINGS`. It is asked over IPC and ends with it. */
import type { logCreator } from 'kafkajs';
import type { Question, Said, Settings, Side } from '../protocol.ts';
import type { OpenSide } from './side.ts';
import { Workload } from './workload.ts';

const tell = (said: Said): void => void process.send?.(said);

/** kafkajs's own words, one line each, for the soak's log. */
const log: logCreator =
  () =>
  ({ namespace, log: { message, error } }) =>
    tell({ kind: 'line', text: `${namespace}: ${message}${typeof error === 'string' ? ` (${error})` : ''}` });

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
    await workload.disconnect();
    await close();
    process.off('disconnect', orphaned);
    process.disconnect();
  };
  tell({ kind: 'ready' });
}

const orphaned = (): never => process.exit(1);
process.on('disconnect', orphaned);
// A terminal's Ctrl-C reaches everybody; the soak ends us.
process.on('SIGINT', () => undefined);

const [side, settings = '{}'] = process.argv.slice(2);
await main(side === 'peer' ? 'peer' : 'ours', JSON.parse(settings) as Settings);
