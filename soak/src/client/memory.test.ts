import { expect, test } from 'vitest';
import { memoryOf } from './memory.ts';

const MIB = 1_048_576;

test('what grows after the warm-up is told for each minute', () => {
  const samples = Array.from({ length: 9 }, (_, minute) => ({
    at: minute * 60_000,
    heap: (minute < 2 ? 10 * minute : 20 + minute) * MIB,
    rss: 100 * MIB,
  }));
  expect(memoryOf(samples)).toEqual({
    samples: 7,
    heapMiB: 28,
    heapKiBPerMinute: expect.closeTo(1_024) as number,
    rssMiB: 100,
    rssKiBPerMinute: 0,
  });
});

test('a minute is too short to tell', () => {
  expect(memoryOf([])).toBeNull();
  expect(memoryOf([0, 10_000, 60_000].map((at) => ({ at, heap: 1, rss: 1 })))).toBeNull();
});
