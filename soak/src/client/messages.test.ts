import { expect, test } from 'vitest';
import { messages, sequenceOf } from './messages.ts';

test('a message carries its number', () => {
  const made = messages(2, 999_998, 3);
  expect(made.map(({ partition, value }) => [partition, sequenceOf(Buffer.from(value ?? ''))])).toEqual([
    [2, 999_998],
    [2, 999_999],
    [2, 1_000_000],
  ]);
  expect(made.map(({ value }) => value?.length)).toEqual([100, 100, 100]);
  expect([sequenceOf(null), sequenceOf(Buffer.from('awake'))]).toEqual([null, null]);
});
