import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';

test('minutes are needed, a seed and a log are not', () => {
  expect(readArguments(['--minutes', '5'], 7)).toEqual({ minutes: 5, seed: 7, log: null });
  expect(readArguments(['--minutes=0.5', '--seed', '3', '--log', 'soak.log'], 7)).toEqual({
    minutes: 0.5,
    seed: 3,
    log: 'soak.log',
  });
});

test.each([
  [[], '--minutes is missing: '],
  [['--minutes', 'five'], "--minutes must be 0.5 to 1440, not 'five': "],
  [['--minutes', '0'], "--minutes must be 0.5 to 1440, not '0': "],
  [['--minutes', '1e3'], "--minutes must be 0.5 to 1440, not '1e3': "],
  [['--minutes', '5', '--seed', '-1'], /^Option '--seed' argument is ambiguous: /u],
  [['--minutes', '5', '--seed', '1.5'], "--seed must be a whole number of at most 9 digits, not '1.5': "],
  [['--hours', '5'], "Unknown option '--hours': "],
  [['5'], /^Unexpected argument '5'/u],
])('%j is a mistake, said in one sentence', (args, message) => {
  const usage = 'soak takes --minutes N, --seed N and --log FILE.';
  let said = '';
  try {
    readArguments(args, 7);
  } catch (error) {
    said = error instanceof Error ? `${error.name}: ${error.message}` : '';
  }
  expect(said).toMatch(/^UsageError: /u);
  expect(said.slice('UsageError: '.length)).toEqual(
    typeof message === 'string' ? `${message}${usage}` : expect.stringMatching(message),
  );
  expect(said.endsWith(usage)).toBe(true);
  expect(said).not.toContain('\n');
});
