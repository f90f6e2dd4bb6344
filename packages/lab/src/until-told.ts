import { readFileSync } from 'node:fs';

const POLL_MS = 500;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Aborts when a signal comes or the parent is gone. */
export interface Told {
  readonly signal: AbortSignal;
  /** Stops listening. */
  dispose(): void;
}

/** 128 and the signal's number, as a shell says it. */
const EXIT_CODES: Readonly<Record<(typeof SIGNALS)[number], number>> = {
  SIGINT: 130,
  SIGTERM: 143,
  SIGHUP: 129,
};

/** Why a command was told to end. */
export class Ended extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Listens for the signals that end a command, and watches its parent: npx hands on no signal, and whoever started us
 * may have been killed. A second signal ends the process at once, but for a terminal that closes after its Ctrl-C.
 */
export function untilTold(): Told {
  const controller = new AbortController();
  const handlers = SIGNALS.map((name) => {
    const handler = (): void => {
      if (controller.signal.aborted && name === 'SIGHUP') return;
      if (controller.signal.aborted) process.exit(EXIT_CODES[name]);
      controller.abort(new Ended(name, EXIT_CODES[name]));
    };
    process.on(name, handler);
    return { name, handler };
  });
  const parents = watchedParents();
  const timer = setInterval(() => {
    if (parents.some(({ pid, of }) => parentOf(of) !== pid))
      controller.abort(new Ended('the parent is gone', 0));
  }, POLL_MS);
  return {
    signal: controller.signal,
    dispose() {
      clearInterval(timer);
      for (const { name, handler } of handlers) process.off(name, handler);
    },
  };
}

/** Never resolves; rejects with the reason when somebody tells us to end. */
export function whenTold(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = (): void =>
      reject(signal.reason instanceof Error ? signal.reason : new Ended('told to end', 0));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

interface WatchedParent {
  readonly of: number;
  readonly pid: number | undefined;
}

/** Our parent; and where npm started us through a shell, that shell's parent: it is npm. */
function watchedParents(): readonly WatchedParent[] {
  const own = { of: process.pid, pid: process.ppid };
  if (process.env['npm_execpath'] === undefined && process.env['npm_command'] === undefined) return [own];
  const grandparent = isShell(process.ppid) ? parentOf(process.ppid) : undefined;
  return grandparent === undefined ? [own] : [own, { of: process.ppid, pid: grandparent }];
}

function parentOf(pid: number): number | undefined {
  if (pid === process.pid) return process.ppid;
  const parent = statusOf(pid)?.match(/^PPid:\s*(\d+)$/mu)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

function isShell(pid: number): boolean {
  return /^Name:\s*(sh|dash|bash|ash|ksh|zsh)$/mu.test(statusOf(pid) ?? '');
}

/** Linux alone tells; elsewhere the parent itself has to do. */
function statusOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return undefined;
  }
}
