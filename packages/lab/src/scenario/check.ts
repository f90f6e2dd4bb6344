import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { MskReachError } from '@msk-reach/core';
import { endWithUs } from '../brokers/end-with-us.ts';
import type { Environment } from './environment.ts';

const MAX_OUTPUT = 64 * 1024 * 1024;
const CHECK_TIMEOUT_MS = 180_000;

/** What `msk-reach check` came to. @public */
export interface CheckResult {
  /** null when it had to be ended. */
  readonly exit: number | null;
  /** The report; undefined when there was none. */
  readonly report: CheckReport | undefined;
  /** The last of what it said on stderr. */
  readonly words: string;
  readonly ms: number;
}

/** What of a report is compared or shown. @public */
export interface CheckReport {
  readonly status: string;
  readonly pattern: { readonly observed: string };
  readonly findings: readonly { readonly check: string; readonly status: string; readonly summary: string }[];
  readonly rootCauses: readonly string[];
}

/** The program behind the command `msk-reach`. */
function checkProgram(): string {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve('@msk-reach/diagnostics/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    readonly bin?: Readonly<Record<string, string>>;
  };
  const main = bin?.['msk-reach'];
  if (main === undefined) throw new MskReachError('INTERNAL', `${manifest}: names no command msk-reach`);
  return join(dirname(manifest), main);
}

/** How `msk-reach check` is run. @public */
export interface CheckOptions {
  readonly signal: AbortSignal;
  /** What the command is run by. @default itself */
  readonly wrap?: (command: readonly string[]) => Promise<readonly string[]>;
}

/** Runs `msk-reach check --output json` in an environment, a lab's `childEnv`. @public */
export async function runCheck(
  env: Environment,
  { signal, wrap = async (command) => command }: CheckOptions,
): Promise<CheckResult> {
  const [program = process.execPath, ...args] = await wrap([
    process.execPath,
    ...conditions(process.execArgv),
    checkProgram(),
    'check',
    '--output',
    'json',
  ]);
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const release = child.pid === undefined ? undefined : endWithUs(child.pid);
    let output = '';
    let words = '';
    const end = (): void => void child.kill('SIGKILL');
    const timer = setTimeout(end, CHECK_TIMEOUT_MS);
    signal.addEventListener('abort', end, { once: true });
    child.stdout.on('data', (bytes: Buffer) => {
      output += bytes.toString('utf8');
      if (output.length > MAX_OUTPUT) end();
    });
    child.stderr.on('data', (bytes: Buffer) => {
      words = (words + bytes.toString('utf8')).slice(-4096);
    });
    child.once('error', (cause) =>
      reject(new MskReachError('INTERNAL', `msk-reach check does not start: ${cause.message}`, { cause })),
    );
    child.once('close', (exit) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      release?.();
      resolve({ exit, report: readReport(output), words, ms: performance.now() - started });
    });
  });
}

/**
 * Of the options that Node was started with those by which packages are found, so that whoever runs the lab decides
 * that. Others are not for a child: `--eval` would run the caller's program again, `--env-file` lead it astray.
 */
export function conditions(execArgv: readonly string[]): readonly string[] {
  return execArgv.flatMap((option, at) => {
    if (/^(?:-C|--conditions)=/u.test(option)) return [option];
    return /^(?:-C|--conditions)$/u.test(option) ? execArgv.slice(at, at + 2) : [];
  });
}

function readReport(output: string): CheckReport | undefined {
  if (output.trim() === '') return undefined;
  try {
    const value = JSON.parse(output) as CheckReport;
    return Array.isArray(value.rootCauses) && Array.isArray(value.findings) ? value : undefined;
  } catch {
    return undefined;
  }
}
