import { spawn } from 'node:child_process';

/** Waits for the end of its input, then ends a process or a group. */
const SCRIPT = 'cat >/dev/null; kill -KILL "$1" 2>/dev/null';

/**
 * Ends a process that knows nothing of us (SIGKILL) when we are gone, however we went: a shell in between sees its
 * input end. What is ended this way need not read its own input.
 *
 * @param target a process id, or a negative one for the whole group
 * @returns lets it live
 */
export function endWithUs(target: number): () => void {
  const shell = spawn('sh', ['-c', SCRIPT, 'sh', String(target)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // A terminal's Ctrl-C must not end it before us.
    detached: true,
  });
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  return () => void shell.kill('SIGKILL');
}
