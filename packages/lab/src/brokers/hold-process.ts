import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { MskReachError } from '@msk-reach/core';

/** Halts, says so, waits for the end of its input, lets go. */
const SCRIPT = 'kill -STOP "$1" && echo halted && cat >/dev/null; kill -CONT "$1"';

/**
 * Halts a process (SIGSTOP) until the returned function lets it go on. A process that is halted does not see its input
 * end when its parent is gone; the shell in between does, and lets it go on to see it too.
 *
 * @throws MskReachError `INTERNAL` when there is no such process
 */
export async function holdProcess(pid: number): Promise<() => Promise<void>> {
  const shell = spawn('sh', ['-c', SCRIPT, 'sh', String(pid)], {
    stdio: ['pipe', 'pipe', 'ignore'],
    // A terminal's Ctrl-C must not end it before it has let go.
    detached: true,
  });
  const ended = new Promise<'ended'>((resolve) => {
    shell.once('error', () => resolve('ended')).once('close', () => resolve('ended'));
  });
  shell.stdin.on('error', () => undefined);
  const said = await Promise.race([once(shell.stdout, 'data'), ended]);
  if (said === 'ended') throw new MskReachError('INTERNAL', `brokers: process ${pid} cannot be halted`);
  return async () => {
    shell.stdin.end();
    await ended;
  };
}
