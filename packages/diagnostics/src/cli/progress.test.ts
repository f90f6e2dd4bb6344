import { expect, test } from 'vitest';
import { sinks } from '../../test/sinks.ts';
import { progressLine } from './progress.ts';

test('counts, and for many brokers how long the rest takes at the pace so far', () => {
  const { stdout, stderr, err } = sinks();
  const io = { stdout, stderr: Object.assign(stderr, { isTTY: true }), env: {} };
  let now = 0;
  const { update } = progressLine({ ...io, interrupted: new AbortController().signal }, () => now);
  const lastLine = (): string => err().split('\u001b[2K').at(-1) ?? '';
  update({ phase: 'names', done: 3, total: 1_000 });
  update({ phase: 'brokers', done: 0, total: 500 });
  now = 2_000;
  update({ phase: 'brokers', done: 100, total: 500 });
  expect(lastLine()).toBe('names 3/1000, brokers 100/500, about 8 s left');
  update({ phase: 'brokers', done: 500, total: 500 });
  expect(lastLine()).toBe('names 3/1000, brokers 500/500');
  update({ phase: 'brokers', done: 1, total: 3 });
  expect(lastLine()).toBe('names 3/1000, brokers 1/3');
});
