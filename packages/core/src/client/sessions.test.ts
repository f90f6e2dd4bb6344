import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { createSessions } from './sessions.ts';

/** kafkajs's own arithmetic, which the threshold relies on. */
interface Long {
  add(other: unknown): { readonly value: bigint };
}
const kafkajs = createRequire(import.meta.url);
const long = kafkajs('kafkajs/src/utils/long') as { fromValue(value: number): Long };

let now = 0;

/** What a broker says when it grants a session. */
function granted(sessions: ReturnType<typeof createSessions>, ms: number) {
  const tap = sessions.tap('b1', 9098, () => undefined);
  const sent = Buffer.alloc(20);
  sent.writeInt16BE(36, 4);
  sent.writeInt16BE(1, 6);
  tap.sent(sent);
  const answer = Buffer.alloc(4 + 4 + 2 + 2 + 4 + 8);
  answer.writeInt32BE(answer.length - 4, 0);
  answer.writeInt16BE(-1, 10);
  answer.writeBigInt64BE(BigInt(ms), 16);
  tap.received(answer);
  return tap;
}

test('kafkajs adds the threshold as it is now, not as it was when the client was made', () => {
  const sessions = createSessions({ monotonic: () => now });
  const threshold = (): bigint => long.fromValue(1_000).add(sessions.threshold).value;
  expect(threshold()).toBe(11_000n);
  granted(sessions, 5_000);
  expect(threshold()).toBe(3_000n);
  granted(sessions, 900_000);
  expect(threshold()).toBe(11_000n);
  granted(sessions, 0);
  expect(threshold()).toBe(11_000n);
});

test('each broker has its own account', () => {
  const sessions = createSessions({ monotonic: () => now });
  expect(sessions.granted('b1', 9098)).toBeNull();
  granted(sessions, 5_000);
  expect([sessions.granted('b1', 9098), sessions.granted('b2', 9098)]).toEqual([5_000, null]);
});

test('only the connection whose login cannot go on is ended, and a closed one is forgotten', () => {
  const sessions = createSessions({ monotonic: () => now });
  const ended: string[] = [];
  const open = (host: string, name: string, apiKey: number) => {
    const tap = sessions.tap(host, 9098, ({ message }) => ended.push(`${name} ${message}`));
    const sent = Buffer.alloc(20);
    sent.writeInt16BE(apiKey, 4);
    tap.sent(sent);
    return tap;
  };
  open('b1', 'busy', 3);
  open('b1', 'logging in', 17);
  open('b2', 'another broker', 17);
  open('b1', 'closed', 17).closed();
  sessions.breakOff('b1', 9098, new Error('no token'));
  expect(ended).toEqual(['logging in no token']);
});

test('usable is a connection that is logged in, within its session and not logging in again', () => {
  const sessions = createSessions({ monotonic: () => now });
  const tap = granted(sessions, 5_000);
  granted(sessions, 0);
  expect(sessions.usable()).toBe(2);
  now += 5_000;
  expect(sessions.usable()).toBe(1);
  const again = Buffer.alloc(20);
  again.writeInt16BE(17, 4);
  const other = granted(sessions, 0);
  other.sent(again);
  expect(sessions.usable()).toBe(1);
  other.closed();
  tap.closed();
  expect(sessions.usable()).toBe(1);
});
