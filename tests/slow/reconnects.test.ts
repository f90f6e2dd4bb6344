/** A path that breaks again and again: a thousand connections, and what they cost. */
import { startLab, type Lab } from '@msk-reach/lab';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEnduring } from '../enduring.ts';

const TOPIC = 'reconnects';
const CLIENTS = 5;
const RECONNECTS = 1_000;
const SESSION_MS = 3_000;
/** A session is renewed after 0.6 of it. */
const RENEWED_AFTER_MS = 0.6 * SESSION_MS;

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ kafka: { sessionMaxMs: SESSION_MS, topics: [{ name: TOPIC, partitions: 6 }] } });
});
afterAll(() => lab.close());

test('a thousand connections are made anew: nothing is lost, and no more is asked for than they need', async () => {
  const [callsBefore, before] = [lab.sts.calls().length, lab.gateway.stats().attempts];
  const attempts = (): number => lab.gateway.stats().attempts - before;
  let renewals = 0;
  let since = performance.now();
  /** The connections that are open may have been renewed since the last cut. */
  const count = (connections: number): void => {
    const now = performance.now();
    renewals += connections * Math.ceil((now - since) / RENEWED_AFTER_MS);
    since = now;
  };
  await using clients = await startEnduring(lab, { topic: TOPIC, clients: CLIENTS });
  const first = attempts();
  while (attempts() - first < RECONNECTS) {
    // Whoever was cut works again before the next cut; a consumer has to join its group first, and takes its time.
    expect(await clients.sending()).toBe(true);
    count(lab.gateway.cut());
  }
  expect(await clients.alive()).toBe(true);
  count(lab.gateway.stats().open);
  const endured = await clients.finish();
  const each = <T>(value: T): T[] => Array.from({ length: CLIENTS }, () => value);
  expect(endured).toMatchObject({ lost: each([]), alive: each(true), held: [], code: 0 });
  expect(endured.crashes.filter(({ restart, code }) => !restart && code === null)).toEqual([]);
  expect(lab.sts.calls().length - callsBefore).toBe(CLIENTS);
  expect(endured.tokens).toBeLessThanOrEqual(attempts() + renewals);
}, 300_000);
