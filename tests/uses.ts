/** What clients do with a cluster, step by step, on real Kafka through the factory. */
import { createMskClient, findMskReachError, type MskClient, type MskReachOptions } from '@msk-reach/core';
import { ConfigResourceTypes, logLevel, type Admin, type Kafka, type Producer } from 'kafkajs';

/** One use: its steps in order, and how it ends. */
export type Work = (kafka: Kafka, cleanUp: CleanUp) => readonly Step[];

type CleanUp = (task: () => Promise<unknown>) => void;
type Step = readonly [name: string, go: () => Promise<unknown>];

/** Long enough for the cluster's first coordinator, whose topic Kafka makes when somebody asks; a refusal is not retried. */
const retry = { initialRetryTime: 300, retries: 10, maxRetryTime: 5_000 };

/** `works`, or the step that failed and Kafka's name for why: `send: TOPIC_AUTHORIZATION_FAILED`. */
export async function outcomeOf(work: Work, options: MskReachOptions): Promise<string> {
  await using client: MskClient = await createMskClient({
    ...options,
    preflight: 'off',
    kafka: { logLevel: logLevel.NOTHING, retry },
  });
  const tasks: (() => Promise<unknown>)[] = [];
  try {
    for (const [name, go] of work(client.kafka, (task) => tasks.push(task))) {
      try {
        await go();
      } catch (error) {
        return `${name}: ${refusalOf(error)}`;
      }
    }
    return 'works';
  } finally {
    for (const task of tasks) await task();
  }
}

/** The first error of Kafka's own in what was thrown, for kafkajs wraps them in lists, groups and causes; or our code. */
function refusalOf(error: unknown): string {
  return (
    kafkaName(error) ??
    findMskReachError(error)?.code ??
    (error instanceof Error ? error.name : String(error))
  );
}

function kafkaName(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { type, errors, groups, cause } = error as {
    readonly type?: unknown;
    readonly errors?: readonly unknown[];
    readonly groups?: readonly { readonly error?: unknown }[];
    readonly cause?: unknown;
  };
  if (typeof type === 'string') return type;
  const within = [...(errors ?? []), ...(groups ?? []).map((group) => group.error), cause];
  return within.map(kafkaName).find((name) => name !== undefined);
}

const sending = (producer: Producer, topic: string): readonly Step[] => [
  ['connect', () => producer.connect()],
  ['send', () => producer.send({ topic, messages: [{ value: 'one' }] })],
];

export const produce =
  (topic: string): Work =>
  (kafka) =>
    sending(kafka.producer({ retry }), topic);

export const produceIdempotently =
  (topic: string): Work =>
  (kafka) =>
    sending(kafka.producer({ retry, idempotent: true, maxInFlightRequests: 1 }), topic);

export const produceInTransactions =
  (topic: string, transactionalId: string, idempotent = true): Work =>
  (kafka) => {
    const producer = kafka.producer({ retry, idempotent, maxInFlightRequests: 1, transactionalId });
    const begin = async (): Promise<void> => {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ value: 'one' }] });
      await transaction.commit();
    };
    return [
      ['connect', () => producer.connect()],
      ['transaction', begin],
    ];
  };

/** Reads the topic's first message and commits that it did not: every consumer of the group finds it again. */
export const consume =
  (topic: string, groupId: string): Work =>
  (kafka, cleanUp) => {
    const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100, retry });
    cleanUp(() => consumer.disconnect());
    const read = (): Promise<void> =>
      new Promise((resolve, reject) => {
        consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
        consumer
          .run({ autoCommit: false, eachMessage: () => Promise.resolve(resolve()) })
          .catch((error: unknown) => reject(error as Error));
      });
    return [
      ['connect', () => consumer.connect()],
      ['subscribe', () => consumer.subscribe({ topic, fromBeginning: true })],
      ['read', read],
      ['commit', () => consumer.commitOffsets([{ topic, partition: 0, offset: '0' }])],
    ];
  };

let topics = 0;

/** A topic's life, and the end of a group that `groupId` names. */
export const administer =
  (groupId: string): Work =>
  (kafka) => {
    const admin = kafka.admin({ retry });
    topics += 1;
    const topic = `made-${topics}`;
    const topicConfig = { type: ConfigResourceTypes.TOPIC, name: topic };
    const entries = [{ name: 'retention.ms', value: '60000' }];
    return [
      ['connect', () => admin.connect()],
      ['listPartitionReassignments', () => admin.listPartitionReassignments({})],
      ['createTopics', () => admin.createTopics({ topics: [{ topic, numPartitions: 1 }] })],
      ['createPartitions', () => admin.createPartitions({ topicPartitions: [{ topic, count: 2 }] })],
      ['describeConfigs', () => describeConfigs(admin, topicConfig)],
      [
        'alterConfigs',
        () =>
          admin.alterConfigs({
            validateOnly: false,
            resources: [{ ...topicConfig, configEntries: entries }],
          }),
      ],
      ['deleteTopics', () => admin.deleteTopics({ topics: [topic] })],
      ['describeGroups', () => admin.describeGroups([groupId])],
      ['deleteGroups', () => admin.deleteGroups([groupId])],
    ];
  };

function describeConfigs(
  admin: Admin,
  resource: { type: ConfigResourceTypes; name: string },
): Promise<unknown> {
  return admin.describeConfigs({ includeSynonyms: false, resources: [resource] });
}

/** Connects and asks who is there: what every client may that is let in. */
export const connect: Work = (kafka) => {
  const admin = kafka.admin({ retry });
  return [
    ['connect', () => admin.connect()],
    ['describeCluster', () => admin.describeCluster()],
  ];
};
