/** A machine's clock that goes wrong under an open client, and is set right again. */
import { startLab, type Lab } from '@msk-reach/lab';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEnduring } from '../enduring.ts';

const HOUR_MS = 3_600_000;

let lab: Lab;
beforeAll(async () => {
  const topics = ['hour-ahead', 'hour-behind', 'day-ahead', 'day-behind'].map((name) => ({
    name,
    partitions: 3,
  }));
  lab = await startLab({ sts: { sessionSeconds: 900 }, kafka: { sessionMaxMs: 3_000, topics } });
});
afterAll(() => lab.close());

test.concurrent.each([
  ['hour-ahead', HOUR_MS, 'forward'],
  ['hour-behind', -HOUR_MS, 'back'],
  ['day-ahead', 24 * HOUR_MS, 'forward'],
  ['day-behind', -24 * HOUR_MS, 'back'],
])(
  'a clock that goes wrong under a producer and a consumer, %s: said in plain words, and over when it is right',
  async (topic, ms, way) => {
    await using clients = await startEnduring(lab, { topic });
    expect(await clients.alive()).toBe(true);
    await clients.step(ms);
    const seconds = Math.abs(ms) / 1_000;
    // Once the sessions are over no login is taken, fresh credentials or not.
    const words = new RegExp(`^SASL_REFUSED: .* clock was set ${seconds} s ${way} `, 'su');
    await expect
      .poll(async () => (await clients.readiness()).map(({ output }) => output), { timeout: 60_000 })
      .toEqual([expect.stringMatching(words)]);
    await clients.step(0);
    expect(await clients.alive()).toBe(true);
    const endured = await clients.finish();
    expect(endured).toMatchObject({ lost: [[]], alive: [true], held: [], code: 0 });
    expect(endured.crashes.filter(({ restart, code }) => !restart && code === null)).toEqual([]);
    // A login that was signed before the clock was right and refused after it may have another reason; not the clock alone.
    const said = [...endured.words, ...[...endured.failures, ...endured.crashes].map((one) => one.words)];
    expect(said.filter((one) => one.includes('permission is missing') && !one.includes('clock'))).toEqual([]);
  },
  240_000,
);
