import { type ChildProcess, spawn } from 'node:child_process';
import { endWithUs } from './end-with-us.ts';

const VERSION_TIMEOUT_MS = 20_000;

/** What a program that ran to its end came to. */
export interface ProgramResult {
  /** null when it could not be started or had to be ended. */
  readonly code: number | null;
  /** Its stdout and stderr, the last 64 KiB. */
  readonly output: string;
}

/** Runs a program to its end; never throws. */
export function runProgram(
  command: string,
  args: readonly string[],
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    let output = '';
    const { timeoutMs, signal } = options;
    // A script that starts another program would leave that behind.
    const hasGroup = process.platform !== 'win32';
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: hasGroup });
    const release = child.pid === undefined || !hasGroup ? undefined : endWithUs(-child.pid);
    const end = (): void => killGroup(child, hasGroup);
    const timer = setTimeout(end, timeoutMs);
    signal?.addEventListener('abort', end);
    if (signal?.aborted === true) end();
    const heard = (bytes: Buffer): void => {
      output = (output + bytes.toString('utf8')).slice(-65_536);
    };
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
    const done = (code: number | null): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      release?.();
      resolve({ code, output });
    };
    child.once('error', (error) => {
      output += error.message;
      done(null);
    });
    child.once('close', done);
  });
}

function killGroup(child: ChildProcess, hasGroup: boolean): void {
  try {
    if (hasGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It is gone already.
  }
}

/** Java's feature version (`17`) on the PATH or in JAVA_HOME, or undefined where there is no Java that runs. */
export async function javaVersion(java: string): Promise<number | undefined> {
  const { code, output } = await runProgram(java, ['-version'], { timeoutMs: VERSION_TIMEOUT_MS });
  const found = /version "(?:1\.)?(\d+)/u.exec(output);
  return code === 0 && found !== null ? Number(found[1]) : undefined;
}

/** Whether a program is there and answers. */
export async function answers(command: string, args: readonly string[]): Promise<boolean> {
  return (await runProgram(command, args, { timeoutMs: VERSION_TIMEOUT_MS })).code === 0;
}
