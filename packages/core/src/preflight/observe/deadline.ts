/** The end of a look: its deadline, or the caller's signal, whichever comes first. */
import { setMaxListeners } from 'node:events';
import { MskReachError } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { Observation } from '../observation.ts';

export interface Deadline extends Disposable {
  /** Its reason is DEADLINE_EXCEEDED or ABORTED. */
  readonly signal: AbortSignal;
  /** Moves the end, never to an earlier time. */
  extendTo(ms: number): void;
  /** How the look ended, if it ended now. */
  ended(): Observation['ended'];
}

/** @param ms from now on */
export function createDeadline(
  ports: Pick<Ports, 'monotonic' | 'sleep'>,
  ms: number,
  signal?: AbortSignal,
): Deadline {
  const end = new AbortController();
  // Every step under way listens.
  setMaxListeners(0, end.signal);
  const over = new AbortController();
  const started = ports.monotonic();
  let until = started + ms;
  const interrupt = (): void =>
    end.abort(new MskReachError('ABORTED', 'The look was interrupted', { cause: signal?.reason }));
  if (signal?.aborted === true) interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });

  const watch = async (): Promise<void> => {
    while (until > ports.monotonic()) await ports.sleep(until - ports.monotonic(), over.signal);
    end.abort(
      new MskReachError('DEADLINE_EXCEEDED', `The look did not end within ${until - started} ms`, {
        retryable: true,
      }),
    );
  };
  // Rejects only when nobody needs the deadline any more.
  watch().catch(() => undefined);

  return {
    signal: end.signal,
    extendTo(later) {
      until = Math.max(until, started + later);
    },
    ended() {
      if (!end.signal.aborted) return 'complete';
      return (end.signal.reason as MskReachError).code === 'DEADLINE_EXCEEDED' ? 'deadline' : 'interrupted';
    },
    [Symbol.dispose]() {
      signal?.removeEventListener('abort', interrupt);
      over.abort();
    },
  };
}
