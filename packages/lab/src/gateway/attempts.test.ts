import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { attemptCounter } from './attempts.ts';

test('the busiest second is found wherever it begins', () => {
  const counter = attemptCounter(0);
  for (const at of [0, 100, 900, 950, 1000, 1050, 1899, 5000]) counter.add(at);
  expect(counter.maxPerSecond).toBe(5);
  expect(counter.perSecond()).toEqual([4, 3, 0, 0, 0, 1]);
  expect(counter.total).toBe(8);
});

test('it counts as a plain search does', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(300), { minLength: 1, maxLength: 3000 }), (gaps) => {
      const counter = attemptCounter(0);
      const moments: number[] = [];
      let at = 0;
      for (const gap of gaps) {
        at += gap;
        moments.push(at);
        counter.add(at);
      }
      const inSecondBefore = (end: number): number =>
        moments.filter((moment) => moment > end - 1000 && moment <= end).length;
      expect(counter.maxPerSecond).toBe(Math.max(...moments.map(inSecondBefore)));
    }),
    { numRuns: 20 },
  );
});
