/** Produces and consumes on a client of a topology. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { MskReachError } from '@msk-reach/core';
import { endWithUs } from '../../brokers/end-with-us.ts';
import type { DeclareSection } from '../../scenario/scenario.ts';
import type { RunningTopology } from '../running.ts';
import type { Exchanged, Stayed } from '../traffic/exchanged.ts';

const PROGRAM = fileURLToPath(new URL('../traffic/main.js', import.meta.url));
const MESSAGES = '20';
const QUIET = { KAFKAJS_NO_PARTITIONER_WARNING: '1' };

/** Who sends, and as what. */
export interface Sender {
  readonly running: RunningTopology;
  readonly client: string;
  readonly declare: DeclareSection;
  readonly signal: AbortSignal;
}

/** Some messages there and back, by the factory. What went wrong, in words. */
export async function exchange({ running, client, declare, signal }: Sender): Promise<readonly string[]> {
  const command = [process.execPath, PROGRAM, MESSAGES];
  const { stdout, stderr } = await running.exec(client, command, { declare, env: QUIET, signal });
  const result = lastLine(stdout);
  if (result === undefined) return [`${client} does not produce and consume: ${stderr.trim().slice(-600)}`];
  return lossOf(client, result);
}

/** A client that goes on. */
export interface Resident {
  /** Lets it finish. What went wrong with it, in words, and its own last look. */
  finish(): Promise<{ readonly differences: readonly string[]; readonly look: Stayed | undefined }>;
  end(): void;
}

/** Starts one; resolves once it produces and consumes. */
export async function reside({ running, client, declare, signal }: Sender): Promise<Resident> {
  const [program = '', ...args] = running.wrap(client, [process.execPath, PROGRAM, 'stay']);
  const env = { ...running.env(client, declare), ...QUIET };
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'], signal });
  child.on('error', () => undefined);
  const release = child.pid === undefined ? undefined : endWithUs(child.pid);
  const said = outputOf(child);
  const ended = once(child, 'close').finally(() => release?.());
  if (!(await said.ready)) {
    throw new MskReachError('INTERNAL', `${client} does not produce and consume: ${said.words()}`);
  }
  return {
    async finish() {
      child.stdin.end();
      await ended;
      const look = lastLine(said.text());
      const differences =
        look === undefined
          ? [`${client}, which went on, ended: ${said.words()}`]
          : lossOf(`${client}, which went on,`, look);
      return { differences, look };
    },
    end: () => void child.kill('SIGKILL'),
  };
}

function outputOf(child: ChildProcess): {
  readonly ready: Promise<boolean>;
  text(): string;
  words(): string;
} {
  let text = '';
  let words = '';
  child.stderr?.on('data', (bytes: Buffer) => (words = (words + bytes.toString('utf8')).slice(-2_000)));
  const ready = new Promise<boolean>((resolve) => {
    if (child.stdout === null) return resolve(false);
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      text += `${line}\n`;
      resolve(true);
    });
    lines.once('close', () => resolve(false));
  });
  return { ready, text: () => text, words: () => words.trim().slice(-600) };
}

function lossOf(who: string, { produced, consumed }: Exchanged): readonly string[] {
  return produced > 0 && consumed === produced ? [] : [`${who} consumed ${consumed} of ${produced} messages`];
}

/** What the program says at its end; one that did not stay has made no look of its own. */
function lastLine(text: string): Stayed | undefined {
  try {
    return JSON.parse(text.trim().split('\n').at(-1) ?? '') as Stayed;
  } catch {
    return undefined;
  }
}
