/** Processes in which one side alone is measured. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BenchContext } from './bench.ts';
import type { Side } from './comparison.ts';

/** Which program, for which side, in which environment. */
export interface Program {
  /** A file of `children/`, without its ending. */
  readonly name: string;
  readonly side: Side;
  readonly env: Readonly<Record<string, string>>;
}

/** What a child says: a value, or why there is none. */
export type Said = { readonly value: number } | { readonly failure: string };

/** A process that measures as often as it is asked. */
export interface Worker extends AsyncDisposable {
  /** @param command what to measure, where the program can measure several things */
  measure(command?: string): Promise<number>;
}

/** Words that the AWS SDK and kafkajs would print. */
const QUIET = {
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  KAFKAJS_NO_PARTITIONER_WARNING: '1',
};

/** Starts a process that serves. */
export function startWorker(program: Program, context: BenchContext): Worker {
  const child = start(program, context);
  const ended = exitOf(child);
  return {
    measure: (command = '') => {
      const value = nextValue(child, ended, program);
      child.send(command);
      return value;
    },
    [Symbol.asyncDispose]: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/**
 * Runs a program that measures once, to its end.
 *
 * @returns its value, and when it was started (milliseconds since the epoch)
 */
export async function runOnce(
  program: Program,
  context: BenchContext,
): Promise<{ readonly value: number; readonly startedAt: number }> {
  const startedAt = performance.timeOrigin + performance.now();
  const child = start(program, context);
  const ended = exitOf(child);
  const value = await nextValue(child, ended, program);
  await ended;
  return { value, startedAt };
}

function start({ name, side, env }: Program, { profiles, signal }: BenchContext): ChildProcess {
  const file = fileURLToPath(new URL(`children/${name}.js`, import.meta.url));
  return fork(file, [side], {
    env: { ...env, ...QUIET },
    execArgv: [AS_PUBLISHED, ...(profiles === null ? [] : profilingTo(profiles, `${name}-${side}`))],
    stdio: ['ignore', 2, 2, 'ipc'],
    signal,
  });
}

/** Our package as it is published, in few files: `exports` in its package.json. */
const AS_PUBLISHED = '--conditions=bundled';

function profilingTo(folder: string, name: string): readonly string[] {
  return [
    '--cpu-prof',
    `--cpu-prof-dir=${folder}`,
    `--cpu-prof-name=${name}-${Date.now()}.cpuprofile`,
    '--cpu-prof-interval=200',
  ];
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('exit', resolve);
    // Said on the way out: an abort, or a program that could not be started.
    child.once('error', () => resolve(null));
  });
}

async function nextValue(
  child: ChildProcess,
  ended: Promise<number | null>,
  { name, side }: Program,
): Promise<number> {
  const said = await new Promise<Said>((resolve) => {
    child.once('message', (message) => resolve(message as Said));
    void ended.then((code) => resolve({ failure: `it ended with ${code} and said nothing` }));
  });
  if ('failure' in said) throw new Error(`${name} (${side}): ${said.failure}`);
  return said.value;
}
