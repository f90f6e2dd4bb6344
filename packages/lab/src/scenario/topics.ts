import { connect } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { MskReachError, signToken } from '@msk-reach/core';
import type { BrokerIam } from '../iam/broker-iam.ts';
import { secretAccessKey } from '../iam/secrets.ts';
import { type BrokerState, tellBrokers } from './broker-pool.ts';
import type { RunningCluster } from './cluster-parts.ts';
import type { TopicSection } from './scenario.ts';

const LED_TIMEOUT_MS = 30_000;
const LED_POLL_MS = 50;

/** Whoever creates topics, for as long as that takes; no scenario's model has it. */
const MAKER_KEY = 'AKIALABTOPICMAKER222';

/**
 * Creates topics before any client comes: as a user of its own, straight at the brokers, past gateway and DNS, so
 * that no fault of the scenario is in its way, nor its limits. The brokers know of that user only meanwhile.
 *
 * @param state what the brokers are told
 * @param caPem who signed their certificates
 */
export async function createTopics(
  cluster: RunningCluster,
  topics: readonly TopicSection[],
  state: BrokerState,
  caPem: string,
): Promise<void> {
  const { kafka } = cluster;
  // The wire engine was told of its topics at the start.
  if (topics.length === 0 || kafka.engine === 'wire') return;
  await tellBrokers(kafka, { iam: withMaker(state.iam), sessionMaxMs: 0, loginsPerSecond: undefined });
  const admin = kafkaOf(cluster, state.iam.master, caPem).admin();
  try {
    await admin.connect();
    await admin.createTopics({
      // kafkajs's own wait takes a broker that has not heard of the topic yet for one that never will.
      waitForLeaders: false,
      topics: topics.map(({ name, partitions = 1 }) => ({ topic: name, numPartitions: partitions })),
    });
    await untilLed(
      admin,
      topics.map(({ name }) => name),
    );
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new MskReachError('INTERNAL', `lab: Kafka does not create the topics of the scenario: ${why}`, {
      cause,
    });
  } finally {
    await admin.disconnect();
    await tellBrokers(kafka, state);
  }
}

/** Waits until a broker knows a leader of every partition. */
async function untilLed(admin: Admin, topics: readonly string[]): Promise<void> {
  const deadline = performance.now() + LED_TIMEOUT_MS;
  while (!(await areLed(admin, topics))) {
    if (performance.now() > deadline)
      throw new MskReachError('INTERNAL', `lab: the topics have no leaders after ${LED_TIMEOUT_MS} ms`);
    await sleep(LED_POLL_MS);
  }
}

async function areLed(admin: Admin, topics: readonly string[]): Promise<boolean> {
  try {
    const known = await admin.fetchTopicMetadata({ topics: [...topics] });
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
