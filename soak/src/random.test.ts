import { expect, test } from 'vitest';
import { oneOf, seeded, shuffled } from './random.ts';

test('the same seed gives the same numbers, all of them in [0, 1)', () => {
  const [one, two, other] = [seeded(5), seeded(5), seeded(6)];
  const numbers = Array.from({ length: 1_000 }, () => one());
  expect(Array.from({ length: 1_000 }, () => two())).toEqual(numbers);
  expect(Array.from({ length: 1_000 }, () => other())).not.toEqual(numbers);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(numbers.reduce((sum, value) => sum + value, 0) / 1_000).toBeCloseTo(0.5, 1);
});

test('one of several is any of them, and an order holds all', () => {
  const random = seeded(1);
  const drawn = Array.from({ length: 100 }, () => oneOf(['a', 'b', 'c'], random));
  expect(new Set(drawn)).toEqual(new Set(['a', 'b', 'c']));
  expect([...shuffled([1, 2, 3, 4], random)].sort((a, b) => a - b)).toEqual([1, 2, 3, 4]);
});
