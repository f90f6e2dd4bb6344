import { expect, test } from 'vitest';
import { slope } from './slope.ts';

test('it is the line through the points, also when they scatter around it', () => {
  expect(slope([0, 1, 2, 3].map((x) => ({ x, y: 5 + 2 * x })))).toBeCloseTo(2);
  expect(
    slope([
      { x: 0, y: 1 },
      { x: 1, y: -1 },
      { x: 2, y: -1 },
      { x: 3, y: 1 },
    ]),
  ).toBeCloseTo(0);
});

test('one moment has none', () => {
  expect([
    slope([]),
    slope([{ x: 1, y: 1 }]),
    slope([
      { x: 1, y: 1 },
      { x: 1, y: 9 },
    ]),
  ]).toEqual([0, 0, 0]);
});
