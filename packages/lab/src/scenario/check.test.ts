import { expect, test } from 'vitest';
import { conditions } from './check.ts';

test('a check finds packages as its caller does, and gets no other of its options', () => {
  expect(conditions(['--conditions=bundled', '-C', 'one', '--conditions', 'other'])).toEqual([
    '--conditions=bundled',
    '-C',
    'one',
    '--conditions',
    'other',
  ]);
  expect(
    conditions(['--input-type=module', '-e', 'await runCheck()', '--env-file=.env', '--inspect']),
  ).toEqual([]);
});
