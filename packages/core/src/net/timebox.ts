/** One wait: until it is done, its time is up, or the caller wants no more of it. */
import { isMskReachError, MskReachError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { Step } from '../step.ts';

/** What every wait in this room takes. @public */
export interface WaitOptions {
  readonly ports: Ports;
  /** Milliseconds for the whole step. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export type Timeboxed<T> =
  | { readonly ended: 'done'; readonly value: T }
  | { readonly ended: 'timeout' }
  | { readonly ended: 'aborted' };

/** Why the signal of a step fires. Made once: an error for each step, with its stack, would cost more than most steps. */
export const OVER: MskReachError = new MskReachError('ABORTED', 'The step is over');

/**
 * Runs `start` for at most `timeoutMs`. Its signal fires when nobody waits any more, also after success: whatever
 * `start` opened and did not hand over is closed on it.
 *
 * @throws whatever `start` throws while somebody waits
 */
export async function timebox<T>(
  start: (stop: AbortSignal) => Promise<T>,
  options: WaitOptions,
): Promise<Timeboxed<T>> {
  const { ports, timeoutMs, signal } = options;
  if (signal?.aborted === true) return { ended: 'aborted' };
  const stop = new AbortController();
  let aborted = false;
  const abort = (): void => {
    aborted = true;
    stop.abort(OVER);
  };
  signal?.addEventListener('abort', abort, { once: true });
  const done = start(stop.signal).then(
    (value) => ({ ended: 'done', value }) as const,
    (error: unknown) => {
      if (aborted) return { ended: 'aborted' } as const;
      throw error;
    },
  );
  const timeUp = ports.sleep(timeoutMs, stop.signal).then(
    () => ({ ended: 'timeout' }) as const,
    () => ({ ended: 'aborted' }) as const,
  );
  try {
    return await Promise.race([done, timeUp]);
  } finally {
    signal?.removeEventListener('abort', abort);
    stop.abort(OVER);
  }
}

/** The step of something that was given up because of `signal`. */
export function skippedBy(signal: AbortSignal | undefined): Step<never> {
  const reason: unknown = signal?.reason;
  const deadline = isMskReachError(reason) && reason.code === 'DEADLINE_EXCEEDED';
  return { outcome: 'skipped', because: deadline ? 'deadline' : 'interrupted' };
}
