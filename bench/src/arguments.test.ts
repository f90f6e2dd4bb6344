import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';

const known = ['token', 'produce', 'consume'];

test('without arguments every bench runs, as a table', () => {
  expect(readArguments([], known)).toEqual({ names: known, json: false, profiles: null });
});

test('--only repeats, takes commas, and keeps the order of the list', () => {
  expect(readArguments(['--only', 'consume', '--only=token', '--json'], known)).toEqual({
    names: ['token', 'consume'],
    json: true,
    profiles: null,
  });
  expect(readArguments(['--only', 'produce, token', '--cpu-prof', 'out'], known)).toMatchObject({
    names: ['token', 'produce'],
    profiles: 'out',
  });
});

test.each([
  [['--only', 'nothing,token'], 'No bench is called nothing; there are: token, produce, consume.'],
  [['--only', ','], '--only names no bench; there are: token, produce, consume.'],
  [['--fast'], /^Unknown option '--fast': bench takes --only NAME/],
  [['token'], /^Unexpected argument 'token': bench takes --only NAME/],
  [['--only'], /^Option '--only <value>' argument missing: bench takes --only NAME/],
])('%j is a mistake, said in one sentence', (args, message) => {
  expect(() => readArguments(args, known)).toThrow(
    expect.objectContaining({
      name: 'UsageError',
      message: expect.stringMatching(message) as string,
    }) as Error,
  );
});
