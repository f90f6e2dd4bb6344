/** Producers and consumers whose denials are told: as one coded error to their user, and to whoever asks for health. */
import type { Consumer, Producer, ProducerBatch, ProducerRecord, Transaction } from 'kafkajs';
import { causes, findMskReachError, withoutCause, type MskReachError } from '../errors.ts';
import type { Denials, Scope } from './denials.ts';
import { createHandlers } from './handlers.ts';

type Topic = string | RegExp | undefined;
type SentOffsets = Parameters<Transaction['sendOffsets']>[0];
type Committed = Parameters<Consumer['commitOffsets']>[0];

/** The same producer: what Kafka denies rejects with KAFKA_DENIED, kafkajs's own error as its cause. */
export function denyingProducer(
  producer: Producer,
  denials: Denials,
  transactionalId: string | undefined,
): Producer {
  const scope: Scope = { owner: producer, verb: 'write', transactionalId };
  const told = telling(denials);
  const sending = (made: Pick<Producer, 'send' | 'sendBatch'>) => ({
    send: told(
      (record: ProducerRecord) => made.send(record),
      (record) => ({ ...scope, topics: namesOf([record.topic]) }),
    ),
    sendBatch: told(
      (batch: ProducerBatch) => made.sendBatch(batch),
      ({ topicMessages = [] }) => ({
        ...scope,
        topics: namesOf(topicMessages.map(({ topic }) => topic)),
      }),
    ),
  });
  const begin = told(
    () => producer.transaction(),
    () => scope,
  );
  return {
    ...producer,
    ...sending(producer),
    connect: told(
      () => producer.connect(),
      () => scope,
    ),
    disconnect: forgetting(denials, producer, () => producer.disconnect()),
    transaction: async () => {
      const transaction: Transaction = await begin();
      return {
        ...transaction,
        ...sending(transaction),
        sendOffsets: told(
          (offsets: SentOffsets) => transaction.sendOffsets(offsets),
          ({ consumerGroupId }) => ({
            ...scope,
            group: consumerGroupId,
          }),
        ),
        commit: told(
          () => transaction.commit(),
          () => scope,
        ),
        abort: told(
          () => transaction.abort(),
          () => scope,
        ),
      };
    },
  };
}

/**
 * The same consumer. Its crash events still hold kafkajs's own error, with ours last among the causes; so
 * `findMskReachError` finds it, and whoever goes by kafkajs's classes and codes still can.
 */
export function denyingConsumer(consumer: Consumer, denials: Denials, group: string): Consumer {
  const scope: Scope = { owner: consumer, verb: 'read' };
  const subscribed = new Set<string>();
  const { events } = consumer;
  const told = telling(denials);
  const handlers = createHandlers();
  consumer.on(events.CRASH, ({ payload }) => {
    const foreign = handlers.foreign(payload.error);
    if (foreign !== null) {
      const { known } = foreign;
      if (known !== null && findMskReachError(payload.error) === null)
        append(payload.error, withoutCause(known));
      return;
    }
    const coded = denials.denied({ ...scope, topics: [...subscribed], group }, payload.error);
    if (coded !== null) append(payload.error, coded);
  });
  consumer.on(events.GROUP_JOIN, () => denials.allowed({ ...scope, group }));
  // A topic that may not be read crashes the consumer at its first fetch: one that lives on may read them all.
  consumer.on(events.HEARTBEAT, () => denials.allowed({ ...scope, topics: [...subscribed] }));
  consumer.on(events.END_BATCH_PROCESS, ({ payload }) =>
    denials.allowed({ ...scope, topics: [payload.topic] }),
  );
  return {
    ...consumer,
    run: (config) => consumer.run(config === undefined ? config : handlers.watched(config)),
    subscribe: async (subscription) => {
      const topics = topicsOf(subscription);
      try {
        await consumer.subscribe(subscription);
      } catch (error) {
        throw denials.denied({ ...scope, topics }, error, error) ?? error;
      }
      for (const topic of topics) subscribed.add(topic);
    },
    commitOffsets: told(
      (offsets: Committed) => consumer.commitOffsets(offsets),
      () => ({ ...scope, group }),
    ),
    stop: forgetting(denials, consumer, () => consumer.stop()),
    disconnect: forgetting(denials, consumer, () => consumer.disconnect()),
  };
}

/** Makes a call whose denial becomes our error, and whose success ends one. */
function telling({ denied, allowed }: Denials) {
  return <Args extends unknown[], Result>(
    call: (...args: Args) => Promise<Result>,
    scopeOf: (...args: Args) => Scope,
  ): ((...args: Args) => Promise<Result>) =>
    async (...args) => {
      let result: Result;
      try {
        result = await call(...args);
      } catch (error) {
        throw denied(scopeOf(...args), error, error) ?? error;
      }
      allowed(scopeOf(...args));
      return result;
    };
}

function forgetting({ forget }: Denials, owner: object, end: () => Promise<void>): () => Promise<void> {
  return async () => {
    await end();
    forget(owner);
  };
}

function topicsOf(subscription: {
  readonly topic?: Topic;
  readonly topics?: readonly Topic[];
}): readonly string[] {
  return namesOf([...(subscription?.topics ?? []), subscription?.topic]);
}

function namesOf(topics: readonly Topic[]): readonly string[] {
  return [...new Set(topics.filter((topic) => topic !== undefined).map(String))];
}

/** Puts our error where the chain of causes ends; one that cannot be added to stays as it is. */
function append(error: Error, coded: MskReachError): void {
  const last = causes(error).at(-1);
  if (last !== undefined && !(last.cause instanceof Error)) Reflect.set(last, 'cause', coded);
}
