import { createRequire } from 'node:module';
import type { RetryOptions } from 'kafkajs';
import { expect, test } from 'vitest';
import { createPatience } from './patience.ts';

/** kafkajs's own arithmetic, which this relies on. */
type Retry = (options: RetryOptions) => (attempt: () => Promise<never>) => Promise<never>;
const createRetry = createRequire(import.meta.url)('kafkajs/src/retry') as Retry;

const forEver = { retries: Number.MAX_SAFE_INTEGER, initialRetryTime: 1, maxRetryTime: 1 };

test('while it is open kafkajs tries as often as its user says', async () => {
  let attempts = 0;
  const retry = createRetry(createPatience().following({ ...forEver, retries: 3 }));
  await expect(retry(() => Promise.reject(new Error(`attempt ${(attempts += 1)}`)))).rejects.toMatchObject({
    name: 'KafkaJSNumberOfRetriesExceeded',
    message: 'attempt 4',
  });
});

test('once it is over kafkajs does not try again, whatever its user says', async () => {
  const patience = createPatience();
  let attempts = 0;
  const retry = createRetry(patience.following(forEver));
  const trying = retry(async () => {
    attempts += 1;
    if (attempts === 5) patience.enter('over');
    throw new Error('no');
  });
  await expect(trying).rejects.toMatchObject({ name: 'KafkaJSNumberOfRetriesExceeded' });
  // The attempt after which it was over had its next one planned.
  expect(attempts).toBeLessThanOrEqual(6);
});

test('pauses are what the user says, short while it closes, and none once it is over', () => {
  const patience = createPatience();
  const { maxRetryTime, factor, retries } = patience.following({ maxRetryTime: 60_000, factor: 0.5 });
  const pause = (): number => Math.min(50_000, Number(maxRetryTime));
  expect([factor, retries]).toEqual([0.5, undefined]);
  expect(pause()).toBe(50_000);
  patience.enter('closing');
  expect(pause()).toBe(2_000);
  patience.enter('over');
  expect(pause()).toBe(0);
});
