import { connect } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { MskReachError, signToken } from '@msk-reach/core';
import type { BrokerIam } from '../iam/broker-iam.ts';
import { secretAccessKey } from '../iam/secrets.ts';
import { type BrokerState, tellBrokers } from './broker-pool.ts';
import type { RunningCluster } from './cluster-parts.ts';
import type { TopicSection } from './scenario.ts';

const WAIT_TIMEOUT_MS = 30_000;
const POLL_MS = 50;

/** Whoever creates and deletes topics, for as long as that takes; no scenario's model has it. */
const MAKER_KEY = 'AKIALABTOPICMAKER222';

/** Where topics are, and what is needed to get there. */
export interface TopicPlace {
  readonly cluster: RunningCluster;
  /** What the brokers are told. */
  readonly state: BrokerState;
  /** Who signed their certificates. */
  readonly caPem: string;
}

/** Creates topics before any client comes. */
export async function createTopics(place: TopicPlace, topics: readonly TopicSection[]): Promise<void> {
  if (topics.length === 0) return;
  await asMaker(place, 'create', async (admin) => {
    await admin.createTopics({
      // kafkajs's own wait takes a broker that has not heard of the topic yet for one that never will.
      waitForLeaders: false,
      topics: topics.map(({ name, partitions = 1 }) => ({ topic: name, numPartitions: partitions })),
    });
    await until(() => areLed(admin, topics), 'the topics have no leaders');
  });
}

/** Deletes them for the next lab that has the same brokers. */
export async function deleteTopics(place: TopicPlace, topics: readonly TopicSection[]): Promise<void> {
  const names = topics.map(({ name }) => name);
  await asMaker(place, 'delete', async (admin) => {
    await admin.deleteTopics({ topics: names });
    const areGone = async (): Promise<boolean> =>
      (await admin.listTopics()).every((topic) => !names.includes(topic));
    await until(areGone, 'deleted topics are still there');
  });
}

/**
 * Works as a user of its own, straight at the brokers, past gateway and DNS, so that no fault of the scenario is in its
 * way, nor its limits. The brokers know of that user only meanwhile.
 */
async function asMaker(
  { cluster, state, caPem }: TopicPlace,
  verb: string,
  work: (admin: Admin) => Promise<void>,
): Promise<void> {
  const { kafka } = cluster;
  // The wire engine was told of its topics at the start.
  if (kafka.engine === 'wire') return;
  await tellBrokers(kafka, { iam: withMaker(state.iam), sessionMaxMs: 0, loginsPerSecond: undefined });
  const admin = kafkaOf(cluster, state.iam.master, caPem).admin();
  try {
    await admin.connect();
    await work(admin);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new MskReachError('INTERNAL', `lab: Kafka does not ${verb} the topics of the scenario: ${why}`, {
      cause,
    });
  } finally {
    await admin.disconnect();
    await tellBrokers(kafka, state);
  }
}

async function until(holds: () => Promise<boolean>, otherwise: string): Promise<void> {
  const deadline = performance.now() + WAIT_TIMEOUT_MS;
  while (!(await holds())) {
    if (performance.now() > deadline)
      throw new MskReachError('INTERNAL', `${otherwise} after ${WAIT_TIMEOUT_MS} ms`);
    await sleep(POLL_MS);
  }
}

/** Whether a broker knows a leader of every partition. */
async function areLed(admin: Admin, topics: readonly TopicSection[]): Promise<boolean> {
  try {
    const known = await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
    return known.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
  } catch (error) {
    if (error instanceof Error && 'retriable' in error && error.retriable === true) return false;
    throw error;
  }
}

function withMaker(iam: BrokerIam): BrokerIam {
  const statements = [{ Effect: 'Allow' as const, Action: ['kafka-cluster:*'], Resource: ['*'] }];
  const maker = { arn: 'arn:aws:iam::444455556666:user/topic-maker', statements };
  return { ...iam, clockSkewMs: 0, users: { ...iam.users, [MAKER_KEY]: maker } };
}

function kafkaOf(cluster: RunningCluster, master: string, caPem: string): Kafka {
  const credentials = { accessKeyId: MAKER_KEY, secretAccessKey: secretAccessKey(master, MAKER_KEY) };
  const running = cluster.kafka.list();
  return new Kafka({
    clientId: 'msk-lab',
    brokers: [`${cluster.bootstrapHost}:9098`],
    logLevel: logLevel.NOTHING,
    // Brokers that have just started, on a busy machine: kafkajs's own second is too short for that.
    connectionTimeout: 10_000,
    ssl: true,
    sasl: {
      mechanism: 'oauthbearer',
      oauthBearerProvider: async () => ({ value: (await signToken(credentials, cluster.region)).value }),
    },
    socketFactory: ({ host, onConnect }) => {
      const target = (running.find((broker) => broker.advertisedHost === host) ?? running[0])?.target;
      // A name that the certificate has, whatever the broker is advertised as.
      const options = { ...target, servername: cluster.bootstrapHost, ca: caPem };
      return connect(options, onConnect);
    },
  });
}
