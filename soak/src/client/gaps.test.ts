import { expect, test } from 'vitest';
import { gaps } from './gaps.ts';

test('the longest is told since the last call, and of all, the one that goes on included', () => {
  const one = gaps();
  expect([one.take(50), one.longest(50)]).toEqual([0, 0]);
  one.event(100);
  one.event(400);
  one.event(500);
  expect(one.take(700)).toBe(300);
  expect(one.take(800)).toBe(300);
  one.event(850);
  expect(one.take(850)).toBe(350);
  expect(one.longest(1_500)).toBe(650);
});

test('after the end nothing is a gap any more', () => {
  const one = gaps();
  one.event(0);
  one.end(100);
  expect([one.longest(9_000), one.take(9_000)]).toEqual([100, 100]);
});
