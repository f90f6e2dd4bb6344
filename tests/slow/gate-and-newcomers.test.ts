/** The gate before a live consumer, and a broker that nobody made a record for while it consumes. */
import { createConsumerHealth, createMskClient, type MskClient } from '@msk-reach/core';
import { startLab, type Lab } from '@msk-reach/lab';
import { logLevel, type logCreator } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { optionsOf } from '../lab-options.ts';

const TOPIC = 'gated';
const [FORGOTTEN, MOVED_FROM, NEWCOMER] = [97, 473, 4711];
/** kafkajs's own defaults, which it cuts short where NODE_ENV is `test`. */
const retry = { initialRetryTime: 300, retries: 5, maxRetryTime: 30_000 };

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ kafka: { topics: [{ name: TOPIC, partitions: 3 }] } });
});
afterAll(() => lab.close());

/** A client and what its log says of warnings. */
async function open(mode: 'require' | 'warn') {
  const warnings: string[] = [];
  const keep =
    (): ReturnType<logCreator> =>
    ({ level, log }) => {
      if (level === logLevel.WARN) warnings.push(log.message);
    };
  const client = await createMskClient({
    ...optionsOf(lab),
    preflight: mode,
    healthRefreshMs: 1_000,
    kafka: { retry, logLevel: logLevel.WARN, logCreator: keep },
  });
  return { client, warnings };
}

/** A consumer of everything, and the values that it has had. */
async function consume(client: MskClient, groupId: string) {
  const consumer = client.kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
  const health = createConsumerHealth(client.health(), consumer);
  const received = new Set<string>();
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => void received.add(message.value?.toString() ?? ''),
  });
  return { consumer, health, received };
}

/** Sends to one partition each, and returns the values. */
async function send(client: MskClient, prefix: string, partitions = [0, 1, 2]): Promise<readonly string[]> {
  const producer = client.kafka.producer();
  await producer.connect();
  const messages = partitions.map((partition) => ({ partition, value: `${prefix} ${partition}` }));
  await producer.send({ topic: TOPIC, messages });
  await producer.disconnect();
  return messages.map(({ value }) => value);
}

const receives = (received: ReadonlySet<string>, values: readonly string[]) =>
  expect.poll(() => values.filter((value) => !received.has(value)), { timeout: 60_000 }).toEqual([]);

const apisSince = (): ReadonlySet<string> => new Set(lab.kafka.requests().map(({ api }) => api));

test('require refuses, and nothing but the look has gone to a broker', async () => {
  lab.replaceWildcardByRecords({ missing: [FORGOTTEN] });
  lab.kafka.clear();
  await expect(open('require')).rejects.toMatchObject({
    code: 'PREFLIGHT_FAILED',
    message: expect.stringMatching(/DNS03/) as string,
  });
  expect([...apisSince()].toSorted()).toEqual([
    'ApiVersions',
    'Metadata',
    'SaslAuthenticate',
    'SaslHandshake',
  ]);
});

test('warn says so once, however often it looks, and goes on: to what can be reached now, to all when mended', async () => {
  lab.replaceWildcardByRecords({ missing: [FORGOTTEN] });
  const { client, warnings } = await open('warn');
  try {
    expect(client.report).toMatchObject({ status: 'fail', rootCauses: ['DNS03'] });
    for (let look = 0; look < 3; look += 1) await client.preflight();
    expect(warnings.filter((message) => message.includes('DNS03'))).toHaveLength(1);
    // A broker that was without a record from the start is no newcomer.
    expect(client.health().readiness()).toMatchObject({ status: 'fail', rootCauses: ['DNS03'] });
    const sent = await send(client, 'meanwhile', await partitionsNotOn(client, FORGOTTEN));
    expect(sent).not.toEqual([]);
    lab.replaceWildcardByRecords();
    const { health, received } = await consume(client, 'warned');
    await receives(received, [...sent, ...(await send(client, 'warned'))]);
    await expect.poll(() => health.readiness().status, { timeout: 60_000 }).toBe('pass');
  } finally {
    await client.close();
  }
});

test('a broker that comes without a record is a warning, a failure once a partition is there, and then mended', async () => {
  lab.replaceWildcardByRecords();
  const { client, warnings } = await open('require');
  try {
    const { health, received } = await consume(client, 'newcomers');
    await receives(received, await send(client, 'before'));
    await expect.poll(() => health.readiness().status, { timeout: 60_000 }).toBe('pass');

    const { advertisedHost } = await lab.addBroker(NEWCOMER);
    await expect
      .poll(() => health.readiness(), { timeout: 60_000 })
      .toMatchObject({
        status: 'warn',
        output: expect.stringContaining(advertisedHost),
        rootCauses: ['DNS03'],
      });
    expect(warnings.filter((message) => message.includes('DNS03'))).toHaveLength(1);
    // Nothing is lost by it as yet.
    await receives(received, await send(client, 'beside'));
    expect([health.phase(), health.readiness().status]).toEqual(['consuming', 'warn']);

    await moveReplicas(MOVED_FROM, NEWCOMER);
    await expect.poll(() => health.readiness().status, { timeout: 60_000 }).toBe('fail');

    lab.replaceWildcardByRecords();
    await expect.poll(() => health.readiness().status, { timeout: 60_000 }).toBe('pass');
    await receives(received, await send(client, 'mended'));
  } finally {
    await client.close();
  }
}, 240_000);

async function partitionsNotOn(client: MskClient, broker: number): Promise<number[]> {
  const admin = client.kafka.admin();
  await admin.connect();
  const { topics } = await admin.fetchTopicMetadata({ topics: [TOPIC] });
  await admin.disconnect();
  const partitions = topics.flatMap((topic) => topic.partitions);
  return partitions.filter(({ leader }) => leader !== broker).map(({ partitionId }) => partitionId);
}

async function moveReplicas(from: number, to: number): Promise<void> {
  const { kafka } = lab;
  if (!('moveReplicas' in kafka)) throw new Error('only real brokers have replicas');
  await kafka.moveReplicas(from, to);
}
