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

/** A request with the correlation id 0. */
function request(apiKey: number): Buffer {
  const bytes = Buffer.alloc(20);
  bytes.writeInt16BE(apiKey, 4);
  bytes.writeInt16BE(1, 6);
  return bytes;
}

/** What a broker says when it grants a session. */
function granted(
  sessions: ReturnType<typeof createSessions>,
  ms: number,
  end: (error: Error) => void = () => undefined,
) {
  const tap = sessions.tap('b1', 9098, end);
  tap.sent(request(36));
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
  const short = granted(sessions, 5_000);
  expect(threshold()).toBe(3_000n);
  short.closed();
  granted(sessions, 900_000);
  expect(threshold()).toBe(11_000n);
  granted(sessions, 0);
  expect(threshold()).toBe(11_000n);
});

test('the threshold is right for the shortest session that lasts, whichever was granted last', () => {
  const sessions = createSessions({ monotonic: () => now });
  granted(sessions, 1_900);
  granted(sessions, 5_000);
  expect(sessions.threshold.valueOf()).toBe(760);
  now += 1_900;
  expect(sessions.threshold.valueOf()).toBe(2_000);
});

test('a connection where the broker takes no login yet is ended; one that never was logged in is not', () => {
  const sessions = createSessions({ monotonic: () => now });
  const ended: unknown[] = [];
  const refused = Buffer.alloc(4 + 10);
  refused.writeInt32BE(10, 0);
  refused.writeInt16BE(34, 8);
  for (const tap of [
    granted(sessions, 5_000, (error) => ended.push(error)),
    sessions.tap('b2', 9098, (error) => ended.push(error)),
  ]) {
    tap.sent(request(17));
    tap.received(refused);
  }
  expect(ended).toEqual([
    expect.objectContaining({ code: 'KAFKA_CLOSED', retryable: true, details: { broker: 'b1:9098' } }),
  ]);
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
    tap.sent(request(apiKey));
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
  const other = granted(sessions, 0);
  other.sent(request(17));
  expect(sessions.usable()).toBe(1);
  other.closed();
  tap.closed();
  expect(sessions.usable()).toBe(1);
});
