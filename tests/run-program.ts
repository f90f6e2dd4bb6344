/** Runs a built program of the repository as a child, with an environment of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** Resolves when stdout matches; rejects when the program ends without it. */
  readonly printed: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** The same of stderr. */
  readonly said: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly ended: Promise<Ran>;
}

/** Starts a JavaScript file, named from the root. The caller awaits `ended` or kills the child. */
export function start(file: string, args: readonly string[], env: Readonly<Record<string, string>>): Running {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const matching = (stream: Readable, text: () => string, pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(text());
        if (match !== null) resolve(match);
      };
      stream.on('data', look);
      look();
      void ended.then(({ code }) =>
        reject(new Error(`ended with ${code} before ${pattern}: ${stdout}${stderr}`)),
      );
    });
  return {
    child,
    printed: (pattern) => matching(child.stdout, () => stdout, pattern),
    said: (pattern) => matching(child.stderr, () => stderr, pattern),
    ended,
  };
}

/** Runs a JavaScript file to its end. */
export const run = (
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ran> => start(file, args, env).ended;
