import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { endWithUs } from '../brokers/end-with-us.ts';
import { Ended } from '../until-told.ts';
import { say } from './words.ts';

const EXIT_NOT_FOUND = 127;
const EXIT_NOT_STARTED = 126;
const KILL_AFTER_MS = 8000;

/**
 * Runs a command to its end, and hands back its exit code as a shell would. A signal to us is handed on to it and what
 * it has started; whatever of that is left when it has ended, or when we are killed, is killed.
 */
export function runChild(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  const [program = '', ...args] = command;
  // At a terminal it has to stay in the group that the terminal speaks to, and can be ended alone.
  const hasGroup = process.platform !== 'win32' && !process.stdin.isTTY;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', env, detached: hasGroup });
    const target = child.pid === undefined || !hasGroup ? child.pid : -child.pid;
    const release = target === undefined ? undefined : endWithUs(target);
    let timer: NodeJS.Timeout | undefined;
    const handOn = (): void => {
      const name = signalOf(signal.reason);
      // Ctrl-C at a terminal reaches the child by itself.
      if (name !== 'SIGINT' || hasGroup) send(target, name);
      timer = setTimeout(() => send(target, 'SIGKILL'), KILL_AFTER_MS);
    };
    const over = (code: number): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', handOn);
      if (hasGroup) send(target, 'SIGKILL');
      release?.();
      resolve(code);
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      say(`${program}: ${error.message}`);
      over(error.code === 'ENOENT' ? EXIT_NOT_FOUND : EXIT_NOT_STARTED);
    });
    child.once('exit', (code, ended) => over(code ?? 128 + (ended === null ? 0 : constants.signals[ended])));
    signal.addEventListener('abort', handOn, { once: true });
    if (signal.aborted) handOn();
  });
}

function signalOf(reason: unknown): NodeJS.Signals {
  const isSignal = reason instanceof Ended && reason.message.startsWith('SIG');
  return isSignal ? (reason.message as NodeJS.Signals) : 'SIGTERM';
}

function send(target: number | undefined, signal: NodeJS.Signals): void {
  if (target === undefined) return;
  try {
    process.kill(target, signal);
  } catch {
    // Nobody is left.
  }
}
