import { execFile } from 'node:child_process';
import { MskReachError } from '@msk-reach/core';

const TIMEOUT_MS = 30_000;

/** Where Debian puts what only root needs. */
export function systemEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`, LC_ALL: 'C' };
}

/**
 * Runs a command of the system to its end, and hands back what it wrote to stdout.
 *
 * @throws MskReachError `INTERNAL` with what it wrote to stderr, unless it may fail
 */
export function run(
  program: string,
  args: readonly string[],
  { mayFail = false }: { readonly mayFail?: boolean } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env: systemEnvironment(), timeout: TIMEOUT_MS, maxBuffer: 16 * 1024 * 1024 };
    execFile(program, [...args], options, (error, stdout, stderr) => {
      if (error === null || mayFail) return resolve(stdout);
      const why = stderr.trim() || error.message;
      reject(
        new MskReachError('INTERNAL', `topology: ${[program, ...args].join(' ')}: ${why}`, { cause: error }),
      );
    });
  });
}
