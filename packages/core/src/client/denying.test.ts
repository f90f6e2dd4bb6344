import { EventEmitter } from 'node:events';
import {
  Kafka,
  KafkaJSNonRetriableError,
  KafkaJSProtocolError,
  logLevel,
  type Consumer,
  type ConsumerRunConfig,
  type EachBatchPayload,
  type EachMessagePayload,
  type Producer,
} from 'kafkajs';
import { expect, test } from 'vitest';
import { findMskReachError } from '../errors.ts';
import { createDenials } from './denials.ts';
import { denyingConsumer, denyingProducer } from './denying.ts';

const CODES = {
  UNKNOWN_TOPIC_OR_PARTITION: 3,
  TOPIC_AUTHORIZATION_FAILED: 29,
  GROUP_AUTHORIZATION_FAILED: 30,
  CLUSTER_AUTHORIZATION_FAILED: 31,
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 53,
};
type Name = keyof typeof CODES;

/** As kafkajs makes it of a broker's answer. */
const protocolError = (type: Name): Error =>
  Object.assign(new KafkaJSProtocolError(new Error(type)), { type, code: CODES[type], retriable: false });

let now = 0;
const clock = { monotonic: () => now };

const kafka = new Kafka({ brokers: ['127.0.0.1:1'], logLevel: logLevel.NOTHING });
const record = (topic: string) => ({ topic, messages: [{ value: 'x' }] });
const caught = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => null,
    (error: unknown) => error,
  );

/** A producer whose every call meets what is put in its way. */
function producers() {
  const denials = createDenials('boot:9098', clock);
  let obstacle: Error | null = null;
  const answer = async (): Promise<never[]> => {
    if (obstacle !== null) throw obstacle;
    return [];
  };
  const made = () => {
    const transaction = {
      send: answer,
      sendBatch: answer,
      sendOffsets: answer,
      commit: answer,
      abort: answer,
    };
    const calls = { connect: answer, disconnect: async () => undefined, send: answer, sendBatch: answer };
    const begin = async () => (await answer(), transaction);
    const raw = { ...kafka.producer(), ...calls, transaction: begin } as unknown as Producer;
    return denyingProducer(raw, denials, 'tx-1');
  };
  return { denials, made, meet: (error: Error | null) => void (obstacle = error) };
}

test('a denied send is one coded error, with what kafkajs says of it, until a send to that topic succeeds', async () => {
  const { denials, made, meet } = producers();
  const [producer, other] = [made(), made()];
  const theirs = Object.assign(new KafkaJSNonRetriableError('x'), {
    cause: protocolError('TOPIC_AUTHORIZATION_FAILED'),
  });
  meet(theirs);
  const error = await caught(producer.send(record('orders')));
  expect(error).toMatchObject({
    code: 'KAFKA_DENIED',
    retryable: false,
    cause: theirs,
    type: 'TOPIC_AUTHORIZATION_FAILED',
    details: { resource: 'topic', names: ['orders'], errorCode: 29, check: 'KAF03' },
    message: expect.stringMatching(
      /^Kafka denies to write the topic 'orders' \(TOPIC_AUTHORIZATION_FAILED\), KAF03\. Allow kafka-cluster:.* Run: npx msk-reach check --bootstrap boot:9098 --topic orders/,
    ) as string,
  });
  expect(denials.trouble()).toBe(error);
  meet(null);
  await producer.send(record('payments'));
  expect(denials.trouble()).toBe(error);
  await other.sendBatch({ topicMessages: [record('orders')] });
  expect(denials.trouble()).toBeNull();
});

test.each<[Name, string, RegExp]>([
  ['CLUSTER_AUTHORIZATION_FAILED', 'cluster', /WriteDataIdempotently/],
  ['TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 'transactionalId', /'tx-1'.*AlterTransactionalId/],
])('%s stands until the same producer gets through, or is gone', async (type, resource, words) => {
  const { denials, made, meet } = producers();
  const [producer, other] = [made(), made()];
  meet(protocolError(type));
  const error = await caught(producer.connect());
  expect(error).toMatchObject({
    code: 'KAFKA_DENIED',
    details: { resource },
    message: expect.stringMatching(words) as string,
  });
  meet(null);
  await other.connect();
  expect(denials.trouble()).toBe(error);
  await producer.transaction();
  expect(denials.trouble()).toBeNull();
  meet(protocolError(type));
  await caught(producer.connect());
  await producer.disconnect();
  expect(denials.trouble()).toBeNull();
});

test('within a transaction everything is told, offsets by their group', async () => {
  const { denials, made, meet } = producers();
  const transaction = await made().transaction();
  meet(protocolError('GROUP_AUTHORIZATION_FAILED'));
  const offsets = { consumerGroupId: 'billing', topics: [] };
  expect(await caught(transaction.sendOffsets(offsets))).toMatchObject({
    code: 'KAFKA_DENIED',
    details: { resource: 'group', names: ['billing'], check: 'KAF04' },
  });
  meet(null);
  await transaction.commit();
  expect(denials.trouble()).not.toBeNull();
  await transaction.sendOffsets(offsets);
  expect(denials.trouble()).toBeNull();
});

test.each([protocolError('UNKNOWN_TOPIC_OR_PARTITION'), new TypeError('x'), { code: 29 } as never as Error])(
  'what is no denial stays as it is: %s',
  async (theirs) => {
    const { denials, made, meet } = producers();
    meet(theirs);
    expect(await caught(made().send(record('orders')))).toBe(theirs);
    expect(denials.trouble()).toBeNull();
  },
);

test('one of several topics that was denied with them stands for a minute at most', async () => {
  const { denials, made, meet } = producers();
  const producer = made();
  meet(protocolError('TOPIC_AUTHORIZATION_FAILED'));
  const error = await caught(producer.sendBatch({ topicMessages: [record('orders'), record('innocent')] }));
  meet(null);
  await producer.send(record('orders'));
  expect(denials.trouble()).toBe(error);
  now += 60_000;
  expect(denials.trouble()).toBeNull();
});

test('a denial that is sure stays so, though its topic was in a denied batch, too', async () => {
  const { denials, made, meet } = producers();
  const producer = made();
  meet(protocolError('TOPIC_AUTHORIZATION_FAILED'));
  const error = await caught(producer.send(record('orders')));
  await caught(producer.sendBatch({ topicMessages: [record('orders'), record('innocent')] }));
  now += 60_000;
  expect(denials.trouble()).toBe(error);
});

test('a coordinator that brokers do not name for lack of a right is a denial of the group or the transactions', async () => {
  const { denials, made, meet } = producers();
  const transaction = await made().transaction();
  const unknown = Object.assign(new KafkaJSNonRetriableError('Failed to find group coordinator'), {
    name: 'KafkaJSGroupCoordinatorNotFound',
  });
  meet(Object.assign(new KafkaJSNonRetriableError('x'), { cause: unknown }));
  expect(await caught(transaction.commit())).not.toHaveProperty('code');
  denials.coordinator('transactionalId', 'tx-1', CODES.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
  expect(await caught(transaction.commit())).toMatchObject({
    code: 'KAFKA_DENIED',
    details: { resource: 'transactionalId', names: ['tx-1'] },
  });
  denials.coordinator('transactionalId', 'tx-1', 0);
  denials.coordinator('group', 'billing', CODES.GROUP_AUTHORIZATION_FAILED);
  expect(await caught(transaction.commit())).not.toHaveProperty('code');
  expect(await caught(transaction.sendOffsets({ consumerGroupId: 'billing', topics: [] }))).toMatchObject({
    code: 'KAFKA_DENIED',
    details: { resource: 'group', names: ['billing'] },
  });
});

/** A consumer of one topic whose events the test tells. */
async function consumers() {
  const denials = createDenials('boot:9098', clock);
  const emitter = new EventEmitter();
  let obstacle: Error | null = null;
  let config: ConsumerRunConfig | undefined;
  const calls = {
    run: async (given?: ConsumerRunConfig) => void (config = given),
    subscribe: async () => {
      if (obstacle !== null) throw obstacle;
    },
    disconnect: async () => undefined,
  };
  const raw = { ...kafka.consumer({ groupId: 'billing' }), ...calls, on: emitter.on.bind(emitter) };
  const consumer = denyingConsumer(raw as unknown as Consumer, denials, 'billing');
  await consumer.subscribe({ topics: ['orders'] });
  const tell = (name: string, payload: object = {}): void => void emitter.emit(name, { payload });
  return {
    denials,
    consumer,
    config: () => config,
    events: raw.events,
    tell,
    meet: (error: Error) => void (obstacle = error),
  };
}

test("a crash's error stays kafkajs's own, ours is among its causes, and joining ends it", async () => {
  const { denials, events, tell } = await consumers();
  const error = protocolError('GROUP_AUTHORIZATION_FAILED');
  tell(events.CRASH, { error, restart: false });
  expect(error).toBeInstanceOf(KafkaJSProtocolError);
  expect(findMskReachError(error)).toMatchObject({ code: 'KAFKA_DENIED', details: { names: ['billing'] } });
  expect(findMskReachError(error)?.cause).toBeUndefined();
  expect(denials.trouble()).toBe(findMskReachError(error));
  tell(events.GROUP_JOIN);
  expect(denials.trouble()).toBeNull();
});

test('a topic that may not be read is denied until the consumer lives on, not when it joins', async () => {
  const { denials, events, tell } = await consumers();
  tell(events.CRASH, { error: protocolError('TOPIC_AUTHORIZATION_FAILED'), restart: false });
  tell(events.GROUP_JOIN);
  expect(denials.trouble()?.message).toMatch(/^Kafka denies to read the topic 'orders'/);
  tell(events.END_BATCH_PROCESS, { topic: 'another' });
  expect(denials.trouble()).not.toBeNull();
  tell(events.HEARTBEAT);
  expect(denials.trouble()).toBeNull();
});

test('a denied subscription is told, and forgotten with its consumer', async () => {
  const { denials, consumer, meet } = await consumers();
  meet(protocolError('TOPIC_AUTHORIZATION_FAILED'));
  expect(await caught(consumer.subscribe({ topic: /^inv/ }))).toMatchObject({
    code: 'KAFKA_DENIED',
    details: { names: ['/^inv/'] },
  });
  await consumer.disconnect();
  expect(denials.trouble()).toBeNull();
});

test.each<['eachMessage' | 'eachBatch', Name]>([
  ['eachMessage', 'TOPIC_AUTHORIZATION_FAILED'],
  ['eachBatch', 'TOPIC_AUTHORIZATION_FAILED'],
  ['eachBatch', 'GROUP_AUTHORIZATION_FAILED'],
])('what its %s meets elsewhere is not told of the consumer: %s', async (handler, type) => {
  const { denials, consumer, config, events, tell } = await consumers();
  const error = protocolError(type);
  await consumer.run({ [handler]: async () => Promise.reject(error) });
  const { eachMessage, eachBatch } = config() ?? {};
  const call = eachMessage?.({} as EachMessagePayload) ?? eachBatch?.({} as EachBatchPayload);
  expect(await caught(call ?? Promise.resolve())).toBe(error);
  tell(events.CRASH, {
    error: Object.assign(new KafkaJSNonRetriableError('x'), { cause: error }),
    restart: false,
  });
  expect(denials.trouble()).toBeNull();
});

test.each<[Name, RegExp]>([
  ['TOPIC_AUTHORIZATION_FAILED', /read the topic 'orders'/],
  ['GROUP_AUTHORIZATION_FAILED', /use the group 'billing'/],
])('what a handler meets by calls of its consumer is told of the consumer: %s', async (type, words) => {
  const { denials, consumer, config, events, tell } = await consumers();
  const error = protocolError(type);
  await consumer.run({ eachBatch: (batch) => batch.commitOffsetsIfNecessary() });
  const payload = { commitOffsetsIfNecessary: async () => Promise.reject(error) };
  await caught(config()?.eachBatch?.(payload as unknown as EachBatchPayload) ?? Promise.resolve());
  tell(events.CRASH, { error, restart: false });
  expect(denials.trouble()?.message).toMatch(words);
});

test('one that reads two topics and may not read one of them is denied for as long as it is dead', async () => {
  const { denials, consumer, events, tell } = await consumers();
  await consumer.subscribe({ topics: ['payments'] });
  tell(events.CRASH, { error: protocolError('TOPIC_AUTHORIZATION_FAILED'), restart: false });
  now += 3_600_000;
  expect(denials.trouble()).not.toBeNull();
});

test.each(['cyclic', 'frozen'])('causes that are %s are left as they are', async (kind) => {
  const { denials, events, tell } = await consumers();
  const error = protocolError('GROUP_AUTHORIZATION_FAILED');
  if (kind === 'cyclic') error.cause = Object.assign(new Error('x'), { cause: error });
  else Object.freeze(error);
  tell(events.CRASH, { error, restart: false });
  expect(denials.trouble()).toMatchObject({ code: 'KAFKA_DENIED' });
  expect(findMskReachError(error)).toBeNull();
});

test('a handler that is none is left to kafkajs', async () => {
  const { consumer, config } = await consumers();
  const eachBatch = async (): Promise<void> => undefined;
  await consumer.run({ eachMessage: null, eachBatch } as unknown as ConsumerRunConfig);
  expect(config()?.eachMessage).toBeNull();
  expect(config()?.eachBatch).toBeTypeOf('function');
});

test('what its handler was told elsewhere stays findable, though kafkajs keeps the innermost cause alone', async () => {
  const { consumer, config, events, tell } = await consumers();
  const { made, meet } = producers();
  const theirs = protocolError('TOPIC_AUTHORIZATION_FAILED');
  meet(theirs);
  await consumer.run({ eachMessage: async () => void (await made().send(record('elsewhere'))) });
  await caught(config()?.eachMessage?.({} as EachMessagePayload) ?? Promise.resolve());
  const error = Object.assign(new KafkaJSNonRetriableError('x'), { cause: theirs });
  tell(events.CRASH, { error, restart: false });
  expect(findMskReachError(error)).toMatchObject({ code: 'KAFKA_DENIED', details: { names: ['elsewhere'] } });
  expect(findMskReachError(error)?.cause).toBeUndefined();
});
