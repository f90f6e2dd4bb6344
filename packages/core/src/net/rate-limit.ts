/** A limit that holds in every sliding second, as the one who counts at the far end sees it. */
import type { Ports } from '../ports.ts';

/** Hands out turns, first come first served. @public */
export interface RateLimiter {
  /** Waits for a turn; rejects with the signal's reason when it aborts first. */
  acquire(signal?: AbortSignal): Promise<void>;
  /** Nobody gets a turn for so long. A shorter pause never ends a longer one. */
  pause(ms: number): void;
}

/** A second and what the way may squeeze out of it: packets sent 1,000 ms apart can arrive a little closer. */
const WINDOW_MS = 1_100;

/**
 * Never more than `perSecond` turns in any sliding second.
 *
 * p-throttle's default let 100 through where 50 were meant (measured), and knows no pause.
 *
 * @public
 */
export function createRateLimiter(options: {
  readonly perSecond: number;
  readonly ports: Pick<Ports, 'monotonic' | 'sleep'>;
}): RateLimiter {
  const { perSecond, ports } = options;
  const granted: number[] = [];
  let pausedUntil = 0;
  let tail: Promise<unknown> = Promise.resolve();

  async function turn(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      const oldest = granted.length < perSecond ? 0 : (granted[0] ?? 0) + WINDOW_MS;
      const wait = Math.max(oldest, pausedUntil) - ports.monotonic();
      if (wait <= 0) break;
      await ports.sleep(Math.ceil(wait), signal);
    }
    granted.push(ports.monotonic());
    if (granted.length > perSecond) granted.shift();
  }

  return {
    acquire(signal) {
      const mine = tail.then(() => turn(signal));
      tail = mine.catch(() => undefined);
      return mine;
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, ports.monotonic() + ms);
    },
  };
}
