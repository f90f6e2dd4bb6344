import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesGlob } from './glob.ts';

test.each([
  ['*', 'anything.at.all', true],
  ['b98-*', 'b98-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com', true],
  ['b98-*', 'b97-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com', false],
  ['*.C1.example', 'x.c1.EXAMPLE.', true],
  ['*.c1.example', 'c1.example', false],
  ['b*-*.c1.*', 'b97-x.c1.y', true],
  ['boot', 'boot-x', false],
  ['', '', true],
  ['', 'x', false],
])('%s and %s: %s', (pattern, name, expected) => {
  expect(matchesGlob(pattern, name)).toBe(expected);
});

test('it agrees with the regular expression that says the same', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.', '-'), maxLength: 12 });
  const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 });
  fc.assert(
    fc.property(patterns, letters, (pattern, name) => {
      const strip = (text: string): string => text.replace(/\.$/u, '');
      const expression = strip(pattern).replaceAll('.', '\\.').replaceAll('*', '.*');
      expect(matchesGlob(pattern, name)).toBe(new RegExp(`^${expression}$`, 'u').test(strip(name)));
    }),
    { numRuns: 2000 },
  );
});

test('a pattern of many stars does not take long', () => {
  expect(matchesGlob(`${'*a'.repeat(100)}b`, 'a'.repeat(10_000))).toBe(false);
});
