import { expect, test } from 'vitest';
import { comparisonOf, isMet, type Terms } from './comparison.ts';

const terms: Terms = { name: 'a', unit: 'ms', peerName: 'b', goal: 1, better: 'lower' };

test('a goal is met up to the better end of the spread, the edge included', () => {
  expect(isMet([1.1, 1.4], 1.1, 'lower')).toBe(true);
  expect(isMet([1.1001, 1.4], 1.1, 'lower')).toBe(false);
  expect(isMet([0.9, 0.98], 0.98, 'higher')).toBe(true);
  expect(isMet([0.9, 0.9799], 0.98, 'higher')).toBe(false);
});

test('a comparison holds medians, their ratio and the number of runs', () => {
  const pairs = [2, 4, 3, 5, 1].map((ours) => ({ ours, peer: 2 * ours }));
  expect(comparisonOf(terms, pairs)).toEqual({
    bench: 'a',
    unit: 'ms',
    ours: 3,
    peer: 6,
    peerName: 'b',
    ratio: 0.5,
    spread: [0.5, 0.5],
    goal: 1,
    better: 'lower',
    met: true,
    runs: 5,
  });
});

test('one call for a thousand is exactly a thousandth', () => {
  const pairs = Array.from({ length: 5 }, () => ({ ours: 1, peer: 1_000 }));
  expect(comparisonOf({ ...terms, goal: 0.001 }, pairs)).toMatchObject({ ratio: 0.001, met: true });
});

test('what is printed is what was judged', () => {
  const pairs = Array.from({ length: 5 }, () => ({ ours: 1.100_000_04, peer: 1 }));
  expect(comparisonOf({ ...terms, goal: 1.1 }, pairs)).toMatchObject({ spread: [1.1, 1.1], met: true });
});
