import * as fc from 'fast-check';
import { expect, test, inject } from 'vitest';
import { watchAnswers } from './answer-watch.ts';
import { watchLogin } from './login-watch.ts';

/** A request's start, as kafkajs writes it in one piece. */
function request(apiKey: number, version: number, correlationId: number): Buffer {
  const bytes = Buffer.alloc(40);
  bytes.writeInt32BE(36, 0);
  bytes.writeInt16BE(apiKey, 4);
  bytes.writeInt16BE(version, 6);
  bytes.writeInt32BE(correlationId, 8);
  return bytes;
}

function framed(body: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

interface Answer {
  readonly correlationId: number;
  readonly errorCode?: number;
  readonly message?: string | null;
  readonly authBytes?: Buffer;
  readonly lifetimeMs: bigint;
}

function answer({
  correlationId,
  errorCode = 0,
  message = null,
  authBytes = Buffer.alloc(0),
  lifetimeMs,
}: Answer): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32BE(correlationId, 0);
  head.writeInt16BE(errorCode, 4);
  head.writeInt16BE(message === null ? -1 : Buffer.byteLength(message), 6);
  const size = Buffer.alloc(4);
  size.writeInt32BE(authBytes.length);
  const lifetime = Buffer.alloc(8);
  lifetime.writeBigInt64BE(lifetimeMs);
  return framed(Buffer.concat([head, Buffer.from(message ?? ''), size, authBytes, lifetime]));
}

function watched() {
  const sessions: number[] = [];
  let outOfTurn = 0;
  const { listener, underWay } = watchLogin({
    granted: (ms) => sessions.push(ms),
    outOfTurn: () => (outOfTurn += 1),
  });
  const tap = { ...watchAnswers([listener]), underWay };
  return { sessions, tap, outOfTurn: () => outOfTurn };
}

test('the lifetime of each accepted login is heard, among other answers and in any pieces', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 }),
      fc.integer({ min: 1, max: 50 }),
      (others, pieces) => {
        const { sessions, tap } = watched();
        tap.sent(request(36, 1, 7));
        const stream = Buffer.concat([
          ...others.map((bytes) => framed(Buffer.concat([Buffer.from([0, 0, 0, 1]), bytes]))),
          answer({ correlationId: 7, lifetimeMs: 898_123n }),
          framed(Buffer.alloc(300)),
        ]);
        const step = Math.ceil(stream.length / pieces);
        for (let at = 0; at < stream.length; at += step) tap.received(stream.subarray(at, at + step));
        expect(sessions).toEqual([898_123]);
      },
    ),
  );
});

test('a refusal, another request and another version say nothing of a session', () => {
  const { sessions, tap } = watched();
  tap.sent(request(36, 1, 1));
  tap.received(answer({ correlationId: 1, errorCode: 58, message: 'Access denied', lifetimeMs: 5n }));
  tap.sent(request(3, 1, 2));
  tap.received(answer({ correlationId: 2, lifetimeMs: 5n }));
  tap.sent(request(36, 0, 3));
  tap.received(answer({ correlationId: 3, lifetimeMs: 5n }));
  expect(sessions).toEqual([]);
});

test('fuzz: what a hostile broker sends is passed over', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 20 }), (chunks) => {
      const { sessions, tap } = watched();
      tap.sent(request(36, 1, 0));
      for (const chunk of chunks) tap.received(Buffer.from(chunk));
      expect(sessions.every((ms) => Number.isSafeInteger(ms) && ms >= 0)).toBe(true);
    }),
    { numRuns: inject('fuzzRuns') },
  );
  const { sessions, tap } = watched();
  tap.sent(request(36, 1, 1));
  tap.received(answer({ correlationId: 1, lifetimeMs: -1n }));
  tap.sent(request(36, 1, 2));
  tap.received(answer({ correlationId: 2, lifetimeMs: 2n ** 62n }));
  tap.sent(Buffer.alloc(3));
  expect(sessions).toEqual([]);
});

test('a login is under way from its handshake until its token is sent', () => {
  const { tap } = watched();
  const seen: boolean[] = [];
  for (const apiKey of [3, 17, 36, 3]) {
    tap.sent(request(apiKey, 1, apiKey));
    seen.push(tap.underWay());
  }
  expect(seen).toEqual([false, true, false, false]);
});

test('a handshake that comes too soon after another login is heard of, and no other refusal is taken for it', () => {
  const { tap, outOfTurn } = watched();
  const answered = (apiKey: number, errorCode: number): number => {
    tap.sent(request(apiKey, 1, apiKey));
    tap.received(answer({ correlationId: apiKey, errorCode, lifetimeMs: 0n }));
    return outOfTurn();
  };
  expect([answered(36, 34), answered(17, 33), answered(17, 0), answered(3, 34)]).toEqual([0, 0, 0, 0]);
  expect(answered(17, 34)).toBe(1);
});
