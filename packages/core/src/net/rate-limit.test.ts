import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRateLimiter } from './rate-limit.ts';

/** A clock that only moves when somebody waits on it. */
function fakeClock() {
  let now = 0;
  return {
    now: () => now,
    move: (ms: number) => {
      now += ms;
    },
    ports: {
      monotonic: () => now,
      sleep: async (ms: number, signal?: AbortSignal) => {
        signal?.throwIfAborted();
        now += ms;
      },
    },
  };
}

test('no sliding second holds more turns than allowed, whenever they are asked for', async () => {
  let closest = Number.POSITIVE_INFINITY;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.nat({ max: 700 }), { maxLength: 150 }),
      async (perSecond, gaps) => {
        const clock = fakeClock();
        const limiter = createRateLimiter({ perSecond, ports: clock.ports });
        const turns: number[] = [];
        for (const gap of gaps) {
          clock.move(gap);
          await limiter.acquire();
          turns.push(clock.now());
        }
        closest = Math.min(
          closest,
          ...turns.slice(perSecond).map((turn, index) => turn - (turns[index] ?? 0)),
        );
      },
    ),
    { numRuns: 200 },
  );
  expect(closest).toBeGreaterThan(1_000);
});

test('a fifth of what a second allows waits for nobody, and the rest is spread over the second', async () => {
  const clock = fakeClock();
  const limiter = createRateLimiter({ perSecond: 50, ports: clock.ports });
  const turns = await Promise.all(
    Array.from({ length: 60 }, () => limiter.acquire().then(() => clock.now())),
  );
  expect([0, 9, 10, 19, 20, 49, 50].map((index) => turns[index])).toEqual([0, 0, 220, 220, 440, 880, 1_100]);
});

test('a pause holds everybody back, and a shorter one does not end a longer', async () => {
  const clock = fakeClock();
  const limiter = createRateLimiter({ perSecond: 50, ports: clock.ports });
  limiter.pause(5_000);
  limiter.pause(1_000);
  await limiter.acquire();
  expect(clock.now()).toBe(5_000);
});

test('one who gives up leaves the queue to the others', async () => {
  const clock = fakeClock();
  const limiter = createRateLimiter({ perSecond: 1, ports: clock.ports });
  await limiter.acquire();
  const given = limiter.acquire(AbortSignal.abort(new Error('enough')));
  const kept = limiter.acquire();
  await expect(given).rejects.toThrow('enough');
  await kept;
});
