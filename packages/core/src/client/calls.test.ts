import { expect, test } from 'vitest';
import { createCalls } from './calls.ts';

/** A promise and what settles it. */
function open() {
  let settle: { readonly resolve: (value: number) => void; readonly reject: (error: Error) => void } | null =
    null;
  const promise = new Promise<number>((resolve, reject) => (settle = { resolve, reject }));
  return {
    promise,
    resolve: (value: number) => settle?.resolve(value),
    reject: (error: Error) => settle?.reject(error),
  };
}

test('a call gives what it gives, and throws what it throws', async () => {
  const calls = createCalls();
  expect(await calls.make('work', async () => 5)).toBe(5);
  const error = new Error('its own');
  await expect(calls.make('work', () => Promise.reject(error))).rejects.toBe(error);
});

test('work is waited for, life is not', async () => {
  const calls = createCalls();
  const [work, life] = [open(), open()];
  void calls.make('life', () => life.promise);
  const made = calls.make('work', () => work.promise);
  let idle = false;
  const waiting = calls.idle().then(() => (idle = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(idle).toBe(false);
  work.resolve(1);
  await waiting;
  expect(await made).toBe(1);
});

test('what is given up rejects at once, what comes later is not called, and kafkajs is waited for', async () => {
  const calls = createCalls();
  const work = open();
  const made = calls.make('work', () => work.promise);
  calls.giveUp();
  await expect(made).rejects.toMatchObject({ code: 'CLOSED', retryable: false });
  let called = false;
  const later = calls.make('life', async () => (called = true));
  await expect(later).rejects.toMatchObject({ code: 'CLOSED' });
  expect(called).toBe(false);
  let settled = false;
  const waiting = calls.settled().then(() => (settled = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(settled).toBe(false);
  work.reject(new Error('kafkajs gave up'));
  await waiting;
});
