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
/** A second's turns come in so many parts: all at once they would keep the far end so busy that it counts late. */
const PARTS = 5;

/**
 * Never more than `perSecond` turns in any sliding second, and no more than a fifth of them at once.
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
  /** When the latest ones were due: a timer that rang late makes nobody after it later. */
  const due: number[] = [];
  const burst = Math.max(1, Math.floor(perSecond / PARTS));
  const burstMs = (WINDOW_MS * burst) / perSecond;
  let pausedUntil = 0;
  let tail: Promise<unknown> = Promise.resolve();

  async function turn(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      const within = granted.length < perSecond ? 0 : (granted[0] ?? 0) + WINDOW_MS;
      const atOnce = due.length < burst ? 0 : (due[0] ?? 0) + burstMs;
      const earliest = Math.max(within, atOnce, pausedUntil);
      const now = ports.monotonic();
      if (earliest > now) {
        await ports.sleep(Math.ceil(earliest - now), signal);
        continue;
      }
      granted.push(now);
      due.push(Math.max(earliest, now - burstMs));
      if (granted.length > perSecond) granted.shift();
      if (due.length > burst) due.shift();
      return;
    }
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
