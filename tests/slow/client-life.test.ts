/** The life of a client on real Kafka: short sessions, refused logins, permissions that go and come back. */
import { createMskClient, findMskReachError, type MskClient } from '@msk-reach/core';
import { startLab, type Lab } from '@msk-reach/lab';
import { KafkaJSError, logLevel, type logCreator, type Producer } from 'kafkajs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { optionsOf } from '../lab-options.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ kafka: { topics: [{ name: 'life', partitions: 3 }] } });
});
afterAll(() => lab.close());
beforeEach(async () => {
  await lab.setFaults({});
  await lab.setIam({});
});

/** kafkajs's own defaults, which it cuts short where NODE_ENV is `test`. */
const retry = { initialRetryTime: 300, retries: 5, maxRetryTime: 30_000 };
const kafka = { logLevel: logLevel.NOTHING, retry };
const all = { Effect: 'Allow' as const, Action: 'kafka-cluster:*', Resource: '*' };

const withoutPermission = () =>
  lab.setIam({
    roles: {
      'msk-client': {
        statements: [all, { Effect: 'Deny', Action: 'kafka-cluster:Connect', Resource: '*' }],
      },
    },
  });

const open = (): Promise<MskClient> =>
  createMskClient({ ...optionsOf(lab), preflight: 'off', kafka: { ...kafka } });

const logins = (): number => lab.kafka.lines().filter((line) => line.startsWith('auth accepted')).length;
const assumed = (): number => lab.sts.calls().filter(({ action }) => action === 'AssumeRole').length;

const pass = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** Sends a message every 50 ms for so long, and says what became of them. */
async function produce(producer: Producer, ms: number): Promise<{ sent: number; failures: unknown[] }> {
  const until = performance.now() + ms;
  const failures: unknown[] = [];
  let sent = 0;
  while (performance.now() < until) {
    await producer.send({ topic: 'life', messages: [{ value: String(sent) }] }).then(
      () => (sent += 1),
      (error: unknown) => failures.push(error),
    );
    await pass(50);
  }
  return { sent, failures };
}

test('sessions of two seconds are renewed once each, by one call to STS in all', async () => {
  await lab.kafka.setSessionMaxMs(2_000);
  await using client = await open();
  const [loginsBefore, callsBefore] = [logins(), assumed()];
  const producer = client.kafka.producer();
  await producer.connect();
  const { sent, failures } = await produce(producer, 8_000);
  expect(failures).toEqual([]);
  expect(sent).toBeGreaterThan(20);
  // The seed and three brokers, each at most once in 0.6 of a session; kafkajs's own threshold would make one a request.
  const most = 4 * (1 + Math.ceil(8_000 / (0.6 * 1_900)));
  expect(logins() - loginsBefore).toBeLessThanOrEqual(most);
  expect(logins() - loginsBefore).toBeGreaterThan(4);
  expect(assumed() - callsBefore).toBe(1);
});

test('a session too short to live in is refused with a code and both lengths', async () => {
  await lab.kafka.setSessionMaxMs(1_000);
  await using client = await open();
  const error: unknown = await client.kafka
    .producer()
    .connect()
    .catch((thrown: unknown) => thrown);
  expect(findMskReachError(error)).toMatchObject({
    code: 'SASL_SESSION_TOO_SHORT',
    retryable: false,
    details: { leastMs: 1_750 },
  });
  expect(client.health().readiness()).toMatchObject({
    status: 'fail',
    output: expect.stringMatching(/^SASL_SESSION_TOO_SHORT: /) as string,
  });
});

test('a permission that goes fails sends and readiness by one coded error, and a consumer comes back with it', async () => {
  await lab.kafka.setSessionMaxMs(3_000);
  await using client = await open();
  const consumer = client.kafka.consumer({
    groupId: 'life',
    maxWaitTimeInMs: 100,
    sessionTimeout: 6_000,
    heartbeatInterval: 1_000,
  });
  const crashes: { readonly restart: boolean; readonly code: string | undefined }[] = [];
  consumer.on('consumer.crash', ({ payload }) => {
    crashes.push({ restart: payload.restart, code: findMskReachError(payload.error)?.code });
  });
  const received = new Set<string>();
  await consumer.connect();
  await consumer.subscribe({ topic: 'life', fromBeginning: false });
  await consumer.run({
    eachMessage: async ({ message }) => void received.add(message.value?.toString() ?? ''),
  });
  const producer = client.kafka.producer();
  await producer.connect();
  await produce(producer, 500);

  await withoutPermission();
  const during = await produce(producer, 9_000);
  expect(during.failures.length).toBeGreaterThan(0);
  for (const failure of during.failures)
    expect(findMskReachError(failure)).toMatchObject({ code: 'SASL_REFUSED', retryable: false });
  expect(client.health().readiness()).toMatchObject({
    status: 'fail',
    output: expect.stringMatching(/^SASL_REFUSED: .*Run: npx msk-reach check --bootstrap /s) as string,
  });
  await expect
    .poll(() => crashes.at(-1), { timeout: 10_000 })
    .toEqual({ restart: false, code: 'SASL_REFUSED' });

  await lab.setIam({});
  await expect
    .poll(
      async () => {
        await producer.send({ topic: 'life', messages: [{ value: 'back' }] });
        return received.has('back');
      },
      { timeout: 45_000, interval: 500 },
    )
    .toBe(true);
  expect(client.health().readiness().output).not.toContain('SASL_REFUSED');
});

const without = (action: string) =>
  lab.setIam({
    roles: { 'msk-client': { statements: [all, { Effect: 'Deny', Action: action, Resource: '*' }] } },
  });

test('a right to write that goes fails sends by one coded error and readiness with it, until a send succeeds', async () => {
  await using client = await createMskClient({ ...optionsOf(lab), kafka });
  const producer = client.kafka.producer();
  await producer.connect();
  await producer.send({ topic: 'life', messages: [{ value: 'x' }] });
  await without('kafka-cluster:WriteData');
  const { failures } = await produce(producer, 1_000);
  expect(failures.length).toBeGreaterThan(0);
  for (const failure of failures)
    expect(failure).toMatchObject({
      code: 'KAFKA_DENIED',
      retryable: false,
      type: 'TOPIC_AUTHORIZATION_FAILED',
      details: { resource: 'topic', names: ['life'], check: 'KAF03' },
    });
  expect((failures[0] as Error).cause).toBeInstanceOf(KafkaJSError);
  expect(client.health().readiness()).toMatchObject({
    status: 'fail',
    output: expect.stringMatching(/^KAFKA_DENIED: .*kafka-cluster:.*WriteData/) as string,
  });
  await lab.setIam({});
  await expect.poll(async () => (await produce(producer, 100)).failures, { timeout: 20_000 }).toEqual([]);
  expect(client.health().readiness().status).not.toBe('fail');
});

test('a right to a group, or to read, that goes fails readiness until the consumer is back', async () => {
  await using client = await createMskClient({ ...optionsOf(lab), kafka });
  const consumer = client.kafka.consumer({ groupId: 'denied', maxWaitTimeInMs: 100, heartbeatInterval: 500 });
  const crashes: unknown[] = [];
  consumer.on('consumer.crash', ({ payload }) => void crashes.push(payload.error));
  await consumer.connect();
  await consumer.subscribe({ topic: 'life' });
  await consumer.run({ eachMessage: async () => undefined });
  const readiness = () => client.health().readiness();
  for (const action of ['kafka-cluster:AlterGroup', 'kafka-cluster:ReadData']) {
    await without(action);
    await expect.poll(() => readiness().output, { timeout: 20_000 }).toMatch(/^KAFKA_DENIED: /);
    expect(crashes.at(-1)).toBeInstanceOf(KafkaJSError);
    expect(findMskReachError(crashes.at(-1))).toMatchObject({ code: 'KAFKA_DENIED' });
    await lab.setIam({});
    await expect.poll(() => readiness().status, { timeout: 45_000 }).not.toBe('fail');
  }
});

test('a consumer that may not ask for its coordinator is told so, and joins when it may', async () => {
  await without('kafka-cluster:DescribeGroup');
  await using client = await open();
  const consumer = client.kafka.consumer({ groupId: 'uncoordinated', maxWaitTimeInMs: 100 });
  const crashes: unknown[] = [];
  consumer.on('consumer.crash', ({ payload }) => void crashes.push(payload.error));
  let joined = false;
  consumer.on('consumer.group_join', () => void (joined = true));
  await consumer.connect();
  await consumer.subscribe({ topic: 'life' });
  await consumer.run({ eachMessage: async () => undefined });
  await expect
    .poll(() => findMskReachError(crashes.at(-1)), { timeout: 30_000 })
    .toMatchObject({
      code: 'KAFKA_DENIED',
      details: { resource: 'group', names: ['uncoordinated'], errorName: 'GROUP_AUTHORIZATION_FAILED' },
    });
  expect(client.health().readiness().output).toMatch(/^KAFKA_DENIED: .*'uncoordinated'/);
  await lab.setIam({});
  await expect.poll(() => joined, { timeout: 45_000 }).toBe(true);
  await expect.poll(() => client.health().readiness().output).not.toContain('KAFKA_DENIED');
});

test('a handler that is denied what it sends is told of as what it is: a right to write', async () => {
  await using client = await open();
  const producer = client.kafka.producer();
  await producer.connect();
  const consumer = client.kafka.consumer({ groupId: 'forwards', maxWaitTimeInMs: 100 });
  const crashes: unknown[] = [];
  consumer.on('consumer.crash', ({ payload }) => void crashes.push(payload.error));
  await consumer.connect();
  await consumer.subscribe({ topic: 'life', fromBeginning: true });
  await producer.send({ topic: 'life', messages: [{ value: 'to be forwarded' }] });
  await without('kafka-cluster:WriteData');
  await consumer.run({
    eachMessage: async ({ message }) => {
      await producer.send({ topic: 'life', messages: [{ value: message.value }] });
    },
  });
  await expect
    .poll(() => findMskReachError(crashes.at(-1))?.message, { timeout: 30_000 })
    .toMatch(/denies to write/);
  const { output } = client.health().readiness();
  expect(output).toMatch(/^KAFKA_DENIED: Kafka denies to write the topic 'life'/);
  await lab.setIam({});
  await producer.send({ topic: 'life', messages: [{ value: 'allowed again' }] });
  expect(client.health().readiness().output).not.toContain('KAFKA_DENIED');
});

test('an outage of STS is outlived on credentials that still work, is told once, and so is its end', async () => {
  // Renewed when 7.5 s are left, or a little earlier; one attempt goes on for 3 s. The outage covers all of that.
  const sts = { sessionSeconds: 30 };
  await lab.setFaults({ sts, kafka: { sessionMaxMs: 4_000 } });
  const messages: string[] = [];
  const logCreator =
    (): ReturnType<logCreator> =>
    ({ level, log }) => {
      // kafkajs logs errors as they are, for all that its types say.
      const said: unknown = log.message;
      const message = String(said);
      if (level <= logLevel.INFO && message.includes('The credentials')) messages.push(message);
    };
  await using client = await createMskClient({
    ...optionsOf(lab),
    preflight: 'off',
    kafka: { retry, logLevel: logLevel.INFO, logCreator },
  });
  const producer = client.kafka.producer();
  await producer.connect();
  const before = assumed();
  const producing = produce(producer, 31_000);
  await pass(19_000);
  await lab.setFaults({ sts: { ...sts, refuse: true }, kafka: { sessionMaxMs: 4_000 } });
  await pass(7_000);
  await lab.setFaults({ sts, kafka: { sessionMaxMs: 4_000 } });
  expect((await producing).failures).toEqual([]);
  expect(messages).toEqual([
    expect.stringMatching(/^The credentials could not be renewed; .* STS_UNREACHABLE/) as string,
    'The credentials are renewed again',
  ]);
  // Once in three quarters of 30 s.
  expect(assumed() - before).toBeLessThanOrEqual(3);
});

test('an outage of STS that outlasts the credentials warns, then fails readiness, and is over at the first success', async () => {
  // Due when 15 s are left, urgent when 3.75 s are.
  const sts = { sessionSeconds: 60 };
  await lab.setFaults({ sts });
  await using client = await createMskClient({ ...optionsOf(lab), kafka });
  const readiness = () => client.health().readiness();
  const before = readiness();
  await lab.setFaults({ sts: { ...sts, silence: true } });
  await expect.poll(readiness, { timeout: 75_000 }).toMatchObject({
    status: 'warn',
    output: expect.stringMatching(/^STS_UNREACHABLE: .* work for another/),
  });
  await expect
    .poll(readiness, { timeout: 30_000 })
    .toMatchObject({ status: 'fail', output: expect.stringMatching(/^STS_UNREACHABLE: /) });
  await lab.setFaults({ sts });
  await expect.poll(() => readiness().output, { timeout: 60_000 }).toBe(before.output);
}, 180_000);

test('"Too many connects" is waited out: no send fails, and the consumer lives', async () => {
  await lab.setFaults({ kafka: { sessionMaxMs: 3_000 } });
  await using client = await open();
  const consumer = client.kafka.consumer({ groupId: 'throttled', maxWaitTimeInMs: 100 });
  const finalCrashes: unknown[] = [];
  consumer.on('consumer.crash', ({ payload }) => {
    if (!payload.restart) finalCrashes.push(payload.error);
  });
  const received = new Set<string>();
  await consumer.connect();
  await consumer.subscribe({ topic: 'life' });
  await consumer.run({
    eachMessage: async ({ message }) => void received.add(message.value?.toString() ?? ''),
  });
  const producer = client.kafka.producer();
  await producer.connect();
  await lab.setFaults({ kafka: { sessionMaxMs: 3_000, loginsPerSecond: 0 } });
  const throttled = produce(producer, 6_000);
  await pass(4_000);
  await lab.setFaults({ kafka: { sessionMaxMs: 3_000 } });
  expect((await throttled).failures).toEqual([]);
  await producer.send({ topic: 'life', messages: [{ value: 'after the quota' }] });
  await expect.poll(() => received.has('after the quota'), { timeout: 45_000, interval: 250 }).toBe(true);
  expect(finalCrashes).toEqual([]);
});

test("a user's restartOnFailure that says no leaves the consumer dead", async () => {
  await lab.kafka.setSessionMaxMs(3_000);
  await using client = await open();
  const asked: string[] = [];
  const consumer = client.kafka.consumer({
    groupId: 'stays-dead',
    retry: {
      ...retry,
      restartOnFailure: async (error) => {
        asked.push(findMskReachError(error)?.code ?? error.name);
        return findMskReachError(error) === null;
      },
    },
  });
  let crashed = false;
  consumer.on('consumer.crash', ({ payload }) => void (crashed = crashed || !payload.restart));
  await consumer.connect();
  await consumer.subscribe({ topic: 'life' });
  await consumer.run({ eachMessage: async () => undefined });
  await withoutPermission();
  await expect.poll(() => crashed, { timeout: 40_000 }).toBe(true);
  await expect.poll(() => asked.at(-1)).toBe('SASL_REFUSED');
});
