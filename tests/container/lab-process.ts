/** `msk-lab` and `msk-reach` as users start them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const LAB_MAIN: string = fileURLToPath(
  new URL('../../packages/lab/dist/cli/main.js', import.meta.url),
);
export const REACH_MAIN: string = fileURLToPath(
  new URL('../../packages/diagnostics/dist/cli/main.js', import.meta.url),
);
const POLL_MS = 50;

/** A program that was started. */
export interface Running {
  readonly child: ChildProcess;
  /** Lines of stdout so far. */
  readonly lines: readonly string[];
  readonly stderr: () => string;
  /** Its exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
}

/** Starts Node on a file. */
export function startNode(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Running {
  const child = spawn(process.execPath, args, { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  let stderr = '';
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, lines, stderr: () => stderr, exited };
}

/** Waits for a condition of a program that runs. */
export async function until(
  running: Running,
  what: string,
  done: () => boolean,
  timeoutMs = 100_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!done()) {
    const over = running.child.exitCode !== null || running.child.signalCode !== null;
    if (over || Date.now() > deadline) {
      throw new Error(
        `${over ? 'it has ended' : `${timeoutMs} ms passed`} before ${what}: ${running.stderr()}`,
      );
    }
    await sleep(POLL_MS);
  }
}

/** The variables that `msk-lab up` prints; resolves when it is ready. */
export async function ready(running: Running): Promise<Readonly<Record<string, string>>> {
  await until(running, 'ready', () => running.lines.includes('ready'));
  const pairs = running.lines
    .filter((line) => line.includes('='))
    .map((line) => line.split(/=(.*)/su).slice(0, 2));
  return Object.fromEntries(pairs as [string, string][]);
}
