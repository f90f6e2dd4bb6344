/** Outages of STS: for clients whose credentials run out meanwhile, and for many who ask for a token at once. */
import { createKafkaConfig, createTokenProvider, MskReachError, type Token } from '@msk-reach/core';
import { startLab, type Lab, type LabFaults } from '@msk-reach/lab';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startEnduring } from '../enduring.ts';
import { optionsOf } from '../lab-options.ts';

const TOPIC = 'outages';
const CREDENTIALS_MS = 8_000;
const MANY = 500;

/** Sessions of five seconds, and shorter ones where the credentials end before. */
const short = { sts: { sessionSeconds: CREDENTIALS_MS / 1_000 }, kafka: { sessionMaxMs: 5_000 } };

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ kafka: { topics: [{ name: TOPIC, partitions: 3 }] } });
});
afterAll(() => lab.close());
beforeEach(() => lab.setFaults({}));

const pass = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
const granted = () => lab.sts.calls().filter(({ outcome }) => outcome === 'ok');

test('consumers and producers outlive outages that end while their credentials have little left, or nothing', async () => {
  await lab.setFaults(short);
  // Three, each with credentials of its own: they are of every age when an outage ends.
  await using clients = await startEnduring(lab, { topic: TOPIC, clients: 3 });
  for (const leftMs of [2_200, 1_600, 1_000, -500]) {
    const before = granted().length;
    await expect.poll(() => granted().length, { timeout: 30_000, interval: 20 }).toBeGreaterThan(before);
    await lab.setFaults({ ...short, sts: { ...short.sts, refuse: true } });
    await pass((granted().at(-1)?.at ?? 0) + CREDENTIALS_MS - leftMs - Date.now());
    await lab.setFaults(short);
    expect.soft(await clients.alive()).toBe(true);
  }
  const endured = await clients.finish();
  // A login out of turn (ILLEGAL_SASL_STATE) was one: nobody runs a consumer again after an error that nobody knows.
  expect(endured.crashes.filter(({ restart, code }) => !restart && code === null)).toEqual([]);
  expect(endured).toMatchObject({ lost: [[], [], []], alive: [true, true, true], held: [], code: 0 });
}, 420_000);

/** How many calls an outage takes, where they reach STS at all: one flight of an attempt and three retries. */
test.each<[string, NonNullable<LabFaults['sts']>, { readonly code: string; readonly calls: number }]>([
  ['refuses connections', { refuse: true }, { code: 'STS_UNREACHABLE', calls: 0 }],
  ['is silent', { silence: true }, { code: 'STS_UNREACHABLE', calls: 1 }],
  ['answers ServiceUnavailable', { error: { code: 'ServiceUnavailable' } }, { code: 'STS_FAILED', calls: 4 }],
  ['throttles', { error: { code: 'Throttling' } }, { code: 'STS_THROTTLED', calls: 4 }],
])(
  '500 tokens asked for at once while STS %s: one error for all, and one call mends it',
  async (_how, sts, outage) => {
    using provider = await createTokenProvider(optionsOf(lab));
    const ask = () => Promise.allSettled(Array.from({ length: MANY }, () => provider.token()));
    await lab.setFaults({ sts });
    const before = lab.sts.calls().length;
    const errors = new Set(
      (await ask()).map((one) => (one.status === 'rejected' ? (one.reason as unknown) : 'a token')),
    );
    const [error] = errors;
    expect(errors.size).toBe(1);
    expect(error).toBeInstanceOf(MskReachError);
    expect(error).toMatchObject({ code: outage.code, retryable: true });
    expect(lab.sts.calls().length - before).toBe(outage.calls);

    await lab.setFaults({});
    const during = lab.sts.calls().length;
    // A failure is answered again for a second, so that a storm of connections asks once.
    await expect
      .poll(() => provider.token().then(() => 'a token', String), { timeout: 10_000 })
      .toBe('a token');
    const tokens = (await ask()).flatMap((one): Token[] => (one.status === 'fulfilled' ? [one.value] : []));
    expect(tokens.length).toBe(MANY);
    expect(lab.sts.calls().length - during).toBe(1);
    await expect(brokersTake(tokens.at(-1))).resolves.toContain(TOPIC);
  },
);

/** The topics that Kafka tells to whoever logs in with the token. */
async function brokersTake(token: Token | undefined): Promise<string[]> {
  const config = await createKafkaConfig({ ...optionsOf(lab), kafka: { logLevel: logLevel.NOTHING } });
  const oauthBearerProvider = async () => ({ value: token?.value ?? '' });
  const admin = new Kafka({ ...config, sasl: { mechanism: 'oauthbearer', oauthBearerProvider } }).admin();
  await admin.connect();
  try {
    return await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
}
