import { expect, test } from 'vitest';
import type { Result, Status } from './protocol.ts';
import { changeBetween, complaints, type Course, lastLine, memoryWords } from './verdict.ts';

const mended: Status = {
  acknowledged: 200,
  consumed: 200,
  lanes: [100, 100],
  gapMs: 600,
  failedSends: 0,
  sendError: null,
  restarts: 1,
  crashed: null,
  tokens: null,
  heapMiB: 20,
};
const result: Result = {
  ...mended,
  acknowledged: 300,
  consumed: 300,
  lanes: [150, 150],
  maxGapMs: 4_321.6,
  unread: 0,
  lost: 0,
  lostWhere: [],
  idle: null,
  memory: null,
};
const principals = ['arn:aws:sts::444455556666:assumed-role/msk-client/msk-reach'];
const counts = { logins: 10, throttled: 0, principals, stsCalls: 3 };
const good: Course = { mended, result, counts, left: null };

test('the last line is the one that is promised', () => {
  expect(lastLine(result)).toBe('soak: acknowledged 300, consumed 300, lost 0, restarts 1, max gap 4322 ms');
});

test('nothing to complain about', () => {
  expect(complaints(good)).toEqual([]);
});

test.each<[string, Course, RegExp]>([
  [
    'a message is lost',
    { ...good, result: { ...result, lost: 2, lostWhere: ['partition 1 message 7'] } },
    /^2 acknowledged messages are not in the log, the first: partition 1 message 7\.$/u,
  ],
  [
    'the consumer did not get everything',
    { ...good, result: { ...result, unread: 5 } },
    /^5 acknowledged messages had not been consumed/u,
  ],
  [
    'a partition got nothing acknowledged any more',
    { ...good, result: { ...result, lanes: [150, 100], sendError: 'Error: no leader' } },
    /^The producer got nothing acknowledged for partition 1 .*: Error: no leader\.$/u,
  ],
  [
    'the consumer is dead',
    { ...good, result: { ...result, crashed: { error: 'Error: refused', restart: false } } },
    /^The consumer is dead .*: Error: refused\.$/u,
  ],
  [
    'the consumer gets nothing',
    { ...good, result: { ...result, consumed: 200 } },
    /^The consumer is dead .*: it gets nothing\.$/u,
  ],
  [
    'the idle pair sleeps',
    { ...good, result: { ...result, idle: 'the idle producer cannot send any more: x' } },
    /^The idle producer cannot send any more: x\.$/u,
  ],
  [
    'the principal changed',
    { ...good, counts: { ...counts, principals: ['a', 'b'] } },
    /^The principal was not one and the same: a, b\.$/u,
  ],
  [
    'it does not end',
    { ...good, left: 'it did not end' },
    /^Ours did not close completely: it did not end\.$/u,
  ],
])('%s: one sentence', (_what, course, sentence) => {
  expect(complaints(course)).toEqual([expect.stringMatching(sentence)]);
});

test('what a phase did is told as a difference', () => {
  const after: Status = {
    ...mended,
    acknowledged: 260,
    consumed: 250,
    gapMs: 1_500,
    failedSends: 2,
    restarts: 2,
    crashed: { error: 'Error: away', restart: true },
  };
  expect(changeBetween(mended, after)).toBe(
    'acknowledged 60 (longest gap 1500 ms), consumed 50, sends that threw 2, consumer restarts 1, consumer restarting after Error: away',
  );
  expect(changeBetween(mended, mended)).toBe('acknowledged 0 (longest gap 600 ms), consumed 0');
});

test('memory is told with its slope', () => {
  const memory = { samples: 30, heapMiB: 20.04, heapKiBPerMinute: -3.4, rssMiB: 90, rssKiBPerMinute: 12.5 };
  expect(memoryWords(memory)).toBe(
    'memory after full GC: heap 20.0 MiB, slope -3 KiB/min; resident 90.0 MiB, slope +13 KiB/min (30 samples)',
  );
  expect(memoryWords(null)).toBe('memory: too short to tell');
});
