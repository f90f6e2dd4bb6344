import { spawn } from 'node:child_process';
import { MskReachError } from '@msk-reach/core';
import { endWithUs } from '../../brokers/end-with-us.ts';
import type { Environment } from '../../scenario/environment.ts';
import type { ExecResult } from '../running.ts';

const MAX_OUTPUT = 64 * 1024 * 1024;

/** Runs a command to its end; whatever it has started is ended with it. */
export function execToEnd(
  [program = '', ...args]: readonly string[],
  env: Environment,
  signal: AbortSignal | undefined,
): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const release = child.pid === undefined ? undefined : endWithUs(-child.pid);
    const said = { stdout: '', stderr: '' };
    const end = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended meanwhile.
      }
    };
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        said[stream] += text;
        if (said[stream].length > MAX_OUTPUT) end();
      });
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted === true) end();
    child.once('error', (cause) => {
      release?.();
      reject(
        new MskReachError('INTERNAL', `topology: ${program} does not start: ${cause.message}`, { cause }),
      );
    });
    child.once('close', (exit) => {
      signal?.removeEventListener('abort', end);
      end();
      release?.();
      resolve({ exit, ...said });
    });
  });
}
