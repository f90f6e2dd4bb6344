import { expect, test } from 'vitest';
import { steppedPorts } from '../../test/clock.ts';
import { MskReachError } from '../errors.ts';
import { renewing } from './renewing.ts';
import type { SigningCredentials } from './signing-credentials.ts';

const MINUTE = 60_000;

/** A source whose answers the test scripts; the nth credentials are `key-n`. */
function source(livesMs: number | null) {
  const { ports, advance } = steppedPorts();
  let calls = 0;
  let trouble: Error | null = null;
  let gate: Promise<void> = Promise.resolve();
  const kept = renewing(async () => {
    calls += 1;
    const number = calls;
    await gate;
    if (trouble !== null) throw trouble;
    const keys = { accessKeyId: `key-${number}`, secretAccessKey: 'secret' };
    return livesMs === null ? keys : { ...keys, expiration: new Date(ports.now() + livesMs) };
  }, ports);
  return {
    get: async () => (await kept.get()).accessKeyId,
    kept,
    ports,
    advance,
    calls: () => calls,
    fail: (error: Error | null) => {
      trouble = error;
    },
    hold: () => {
      let release = (): void => undefined;
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return () => release();
    },
  };
}

/** Lets a flight that nobody waits for land. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('a thousand callers make one flight', async () => {
  const { get, calls } = source(60 * MINUTE);
  const keys = await Promise.all(Array.from({ length: 1000 }, get));
  expect(new Set(keys)).toEqual(new Set(['key-1']));
  expect(calls()).toBe(1);
});

test('static credentials are fetched once', async () => {
  const { get, calls, advance } = source(null);
  await get();
  advance(365 * 24 * 60 * MINUTE);
  await get();
  expect(calls()).toBe(1);
});

test('an hour is renewed when less than 15 minutes are left, and callers get the old ones meanwhile', async () => {
  const { get, calls, advance, hold } = source(60 * MINUTE);
  await get();
  advance(45 * MINUTE);
  expect(await get()).toBe('key-1');
  expect(calls()).toBe(1);
  advance(1);
  const release = hold();
  expect(await get()).toBe('key-1');
  expect(await get()).toBe('key-1');
  expect(calls()).toBe(2);
  release();
  await settle();
  expect(await get()).toBe('key-2');
  expect(calls()).toBe(2);
});

test('a lifetime of 900 seconds is renewed at a quarter of it', async () => {
  const { get, calls, advance } = source(15 * MINUTE);
  await get();
  advance((15 * MINUTE * 3) / 4);
  await get();
  expect(calls()).toBe(1);
  advance(1);
  await get();
  expect(calls()).toBe(2);
});

test('callers wait for the renewal when hardly any life is left', async () => {
  const { get, advance } = source(60 * MINUTE);
  await get();
  advance(59 * MINUTE + 1);
  expect(await get()).toBe('key-2');
});

test('a lifetime of 15 seconds is renewed at a quarter of it, and callers wait while a token can still be signed', async () => {
  const { get, calls, advance, hold } = source(15_000);
  await get();
  advance(11_250);
  expect(await get()).toBe('key-1');
  expect(calls()).toBe(1);
  const release = hold();
  advance(1);
  expect(await get()).toBe('key-1');
  expect(calls()).toBe(2);
  advance(750);
  const waiting = get();
  release();
  expect(await waiting).toBe('key-2');
  expect(calls()).toBe(2);
});

test('a wall clock that is set back does not lengthen a life, and one that is set forward shortens it', async () => {
  const { ports, advance } = steppedPorts();
  let step = 0;
  let calls = 0;
  const kept = renewing(
    async () => {
      calls += 1;
      const expiration = new Date(ports.now() + step + 60 * MINUTE);
      return { accessKeyId: `key-${calls}`, secretAccessKey: 'secret', expiration };
    },
    { ...ports, now: () => ports.now() + step },
  );
  await kept.get();
  step = -120 * MINUTE;
  expect(kept.leftMs()).toBe(60 * MINUTE);
  advance(61 * MINUTE);
  expect((await kept.get()).accessKeyId).toBe('key-2');
  step = 0;
  expect(kept.leftMs()).toBe(-60 * MINUTE);
  expect((await kept.get()).accessKeyId).toBe('key-3');
});

test('renew fetches whatever is kept, and a failure keeps that', async () => {
  const { kept, get, fail } = source(60 * MINUTE);
  await get();
  expect((await kept.renew()).accessKeyId).toBe('key-2');
  fail(new Error('down'));
  await expect(kept.renew()).rejects.toThrow('down');
  expect(await get()).toBe('key-2');
});

test('it says when a renewal is due', async () => {
  const { kept, get, advance, fail } = source(60 * MINUTE);
  expect(kept.dueInMs()).toBeNull();
  await get();
  expect(kept.dueInMs()).toBe(45 * MINUTE);
  advance(50 * MINUTE);
  expect(kept.dueInMs()).toBe(0);
  fail(new Error('down'));
  await kept.renew().catch(() => undefined);
  expect(kept.dueInMs(), 'a pause after a failure').toBe(5_000);
  const forever = source(null);
  await forever.get();
  expect(forever.kept.dueInMs()).toBeNull();
});

test('a failed renewal keeps credentials that work, and the source is left alone for a while', async () => {
  const { get, calls, advance, fail } = source(60 * MINUTE);
  await get();
  advance(50 * MINUTE);
  fail(new Error('down'));
  expect(await get()).toBe('key-1');
  await settle();
  for (let call = 0; call < 100; call += 1) expect(await get()).toBe('key-1');
  expect(calls()).toBe(2);
  advance(5_001);
  await get();
  await settle();
  expect(calls()).toBe(3);
  advance(5_001);
  await get();
  expect(calls(), 'the second pause is longer').toBe(3);
  fail(null);
  advance(60_000);
  await get();
  await settle();
  expect(await get()).toBe('key-4');
});

test('a failed renewal shortly before the end still serves what works', async () => {
  const { get, advance, fail } = source(60 * MINUTE);
  await get();
  advance(60 * MINUTE - 2_000);
  fail(new Error('down'));
  expect(await get()).toBe('key-1');
});

test('with nothing left the failure is thrown, and asked for again only after a second', async () => {
  const { get, calls, advance, fail } = source(60 * MINUTE);
  await get();
  advance(61 * MINUTE);
  fail(new MskReachError('STS_THROTTLED', 'slow down', { retryable: true }));
  await expect(get()).rejects.toMatchObject({ code: 'STS_THROTTLED', retryable: true });
  await expect(get()).rejects.toMatchObject({ code: 'STS_THROTTLED' });
  expect(calls()).toBe(2);
  advance(1_000);
  fail(null);
  expect(await get()).toBe('key-3');
});

test('credentials that have already ended are an error', async () => {
  const { get } = source(-1);
  await expect(get()).rejects.toMatchObject({ code: 'CREDENTIALS_EXPIRED' });
});

test('a source that hands out the same credentials again is not asked at every call', async () => {
  const { ports, advance } = steppedPorts();
  let calls = 0;
  const same: SigningCredentials = {
    accessKeyId: 'key',
    secretAccessKey: 'secret',
    expiration: new Date(ports.now() + 60 * MINUTE),
  };
  const kept = renewing(async () => {
    calls += 1;
    return same;
  }, ports);
  await kept.get();
  advance(50 * MINUTE);
  await kept.get();
  await settle();
  for (let call = 0; call < 100; call += 1) await kept.get();
  expect(calls).toBe(2);
  advance(30_000);
  await kept.get();
  expect(calls).toBe(3);
});

test('a caller that gives up does not take the flight from the others', async () => {
  const { kept, hold, calls } = source(60 * MINUTE);
  const release = hold();
  const impatient = new AbortController();
  const first = kept.get(impatient.signal);
  const second = kept.get();
  impatient.abort();
  await expect(first).rejects.toMatchObject({ code: 'ABORTED' });
  release();
  expect((await second).accessKeyId).toBe('key-1');
  expect(calls()).toBe(1);
});

test('after close there are no credentials', async () => {
  const { kept } = source(null);
  await kept.get();
  kept.close();
  await expect(kept.get()).rejects.toMatchObject({ code: 'CLOSED' });
});

test('a renewal that fails only after the end is what the waiting caller hears, not that the credentials have ended', async () => {
  const { get, advance, fail, hold } = source(60 * MINUTE);
  await get();
  advance(60 * MINUTE - 3_000);
  const release = hold();
  const waiting = get();
  advance(5_000);
  fail(new MskReachError('STS_UNREACHABLE', 'no answer', { retryable: true }));
  release();
  await expect(waiting).rejects.toMatchObject({ code: 'STS_UNREACHABLE', retryable: true });
});

test('nobody waits for what failed before: it may be silent for its whole time', async () => {
  const { get, advance, fail, hold, kept } = source(60 * MINUTE);
  await get();
  advance(50 * MINUTE);
  fail(new Error('STS is away'));
  await get();
  await settle();
  advance(9 * MINUTE + 30_000);
  const release = hold();
  // Half a minute is left, and the flight does not land.
  expect(await get()).toBe('key-1');
  fail(null);
  release();
  await settle();
  expect([await get(), kept.failing()]).toEqual(['key-3', null]);
});

test('a renewal that nobody waits for may fail after the end: no rejection is left unheard', async () => {
  const { get, advance, fail, hold } = source(60 * MINUTE);
  const unheard: unknown[] = [];
  const hear = (reason: unknown): void => void unheard.push(reason);
  process.on('unhandledRejection', hear);
  await get();
  advance(50 * MINUTE);
  const away = new Error('STS is away');
  fail(away);
  await get();
  await settle();
  advance(9 * MINUTE + 30_000);
  const release = hold();
  expect(await get()).toBe('key-1');
  advance(MINUTE);
  release();
  await settle();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', hear);
  expect(unheard).toEqual([]);
});

test('it says what stands in the way of fresh credentials once they are due, and how bad that is', async () => {
  const { get, advance, fail, kept } = source(60 * MINUTE);
  const away = new Error('STS is away');
  fail(away);
  await get().catch(() => undefined);
  expect(kept.failing()).toEqual({ error: away, leftMs: 0, isUrgent: true });
  advance(MINUTE);
  fail(null);
  await get();
  fail(away);
  await kept.renew().catch(() => undefined);
  // Nothing is due yet.
  expect(kept.failing()).toBeNull();
  advance(46 * MINUTE);
  expect(kept.failing()).toEqual({ error: away, leftMs: 14 * MINUTE, isUrgent: false });
  advance(13 * MINUTE + 1);
  expect(kept.failing()).toEqual({ error: away, leftMs: MINUTE - 1, isUrgent: true });
  advance(MINUTE);
  expect(kept.failing()).toEqual({ error: away, leftMs: 0, isUrgent: true });
  fail(null);
  await kept.renew();
  expect(kept.failing()).toBeNull();
});
