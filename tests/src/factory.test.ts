/** The client factory and the preflight on real Kafka. */
import { createKafkaConfig, createMskClient, isMskReachError, runPreflight } from '@msk-reach/core';
import { startLab, type Lab } from '@msk-reach/lab';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { optionsOf } from '../lab-options.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.close());

const quiet = { logLevel: logLevel.NOTHING };
/** kafkajs's own defaults, which it cuts short where NODE_ENV is `test`: too short for a coordinator that is loading. */
const retry = { initialRetryTime: 300, retries: 5, maxRetryTime: 30_000 };

test('a client behind the gate produces, and a group consumes every message', async () => {
  await using client = await createMskClient({ ...optionsOf(lab), kafka: { ...quiet, retry } });
  expect(client.report).toMatchObject({ status: 'pass', rootCauses: [] });
  expect(client.report?.cluster.brokers).toHaveLength(3);

  const admin = client.kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'factory', numPartitions: 3 }], waitForLeaders: true });
  const producer = client.kafka.producer();
  await producer.connect();
  const sent = Array.from({ length: 300 }, (_, index) => `message ${index}`);
  await producer.send({ topic: 'factory', messages: sent.map((value) => ({ key: value, value })) });

  const consumer = client.kafka.consumer({ groupId: 'factory', maxWaitTimeInMs: 100, retry });
  await consumer.connect();
  await consumer.subscribe({ topic: 'factory', fromBeginning: true });
  const received = new Set<string>();
  await new Promise<void>((resolve, reject) => {
    consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
    consumer
      .run({
        eachMessage: async ({ message }) => {
          received.add(message.value?.toString() ?? '');
          if (received.size === sent.length) resolve();
        },
      })
      .catch(reject);
  });
  expect(received).toEqual(new Set(sent));
});

test('the principal that the brokers saw is the assumed role, under its one session name', async () => {
  const logins = lab.kafka.lines().filter((line) => line.startsWith('auth accepted'));
  const principals = new Set(logins.map((line) => /arn=(\S+)/.exec(line)?.[1]));
  expect([...principals]).toEqual(['arn:aws:sts::444455556666:assumed-role/msk-client/msk-reach']);
});

test('a framework that makes its own kafkajs client gets a config that works', async () => {
  const config = await createKafkaConfig({ ...optionsOf(lab), kafka: { ...quiet, clientId: 'mine' } });
  expect(config.clientId).toBe('mine');
  const admin = new Kafka(config).admin();
  await admin.connect();
  const { brokers } = await admin.describeCluster();
  await admin.disconnect();
  expect(brokers.map(({ nodeId }) => nodeId).toSorted((a, b) => a - b)).toEqual([97, 98, 473]);
});

test('looking sends only what discovery needs', async () => {
  lab.kafka.clear();
  await runPreflight({ ...optionsOf(lab), pattern: 'phz' });
  const sent = new Set(lab.kafka.requests().map(({ api }) => api));
  expect([...sent].toSorted()).toEqual(['ApiVersions', 'Metadata', 'SaslAuthenticate', 'SaslHandshake']);
});

test('a gate that refuses throws one error: the cause, whose it is, what to run', async () => {
  const roles = [{ arn: lab.role ?? '', externalId: 'not-the-one' }];
  const error: unknown = await createMskClient({ ...optionsOf(lab), roles, kafka: quiet }).catch(
    (thrown: unknown) => thrown,
  );
  expect(isMskReachError(error) && error).toMatchObject({ code: 'PREFLIGHT_FAILED', retryable: false });
  expect((error as Error).message).toMatch(/CRD03/);
  expect((error as Error).message).toMatch(/(client-account|cluster-account): aws /);
});

test('a wrong role is told, not retried: the lab counts one AssumeRole', async () => {
  const before = lab.sts.calls().filter(({ action }) => action === 'AssumeRole').length;
  const roles = [{ arn: lab.role ?? '', externalId: 'not-the-one' }];
  await runPreflight({ ...optionsOf(lab), roles });
  expect(lab.sts.calls().filter(({ action }) => action === 'AssumeRole').length - before).toBe(1);
});
