import { expect, test } from 'vitest';
import { median, randomFrom, ratioInterval, ratioOf, type Pair } from './statistics.ts';

const pair = (ours: number, peer: number): Pair => ({ ours, peer });

test('the median is the middle one, or between the two in the middle', () => {
  expect(median([3])).toBe(3);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 2, 100])).toBe(3);
});

test('the ratio is of medians, not the median of ratios', () => {
  expect(ratioOf([pair(1, 10), pair(2, 10), pair(9, 30)])).toBe(0.2);
});

test('runs that never differ leave no doubt', () => {
  expect(
    ratioInterval(
      Array.from({ length: 5 }, () => pair(1, 1_000)),
      1,
    ),
  ).toEqual([0.001, 0.001]);
});

test('the interval lies around the ratio, within what was seen, and is the same for the same seed', () => {
  const random = randomFrom(7);
  const pairs = Array.from({ length: 25 }, () => pair(80 + 40 * random(), 90 + 20 * random()));
  const [low, high] = ratioInterval(pairs, 1);
  expect(low).toBeLessThan(ratioOf(pairs));
  expect(high).toBeGreaterThan(ratioOf(pairs));
  expect([low, high]).toEqual(ratioInterval(pairs, 1));
  expect(low).toBeGreaterThan(80 / 110);
  expect(high).toBeLessThan(120 / 90);
});

test('what both sides of a pair suffered together widens nothing', () => {
  const shaken = [1, 7, 2, 9, 4].map((load) => pair(load, 2 * load));
  expect(ratioInterval(shaken, 3)).toEqual([0.5, 0.5]);
});

test('the generator gives numbers below 1, spread evenly', () => {
  const random = randomFrom(42);
  const drawn = Array.from({ length: 10_000 }, random);
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...drawn)).toBeLessThan(1);
  expect(drawn.reduce((sum, value) => sum + value) / drawn.length).toBeCloseTo(0.5, 1);
});
