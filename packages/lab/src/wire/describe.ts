import { ErrorCodes } from '@msk-reach/core/protocol';
import type { BrokerSpec } from '../brokers/brokers.ts';
import type { MetadataAnswer, WireTopicAnswer } from './answers.ts';
import type { WireTopic } from './options.ts';
import type { MetadataQuestion } from './requests.ts';

/** KIP-430: a bit for each operation, at the operation's own code. Everything is allowed here. */
const bits = (...codes: readonly number[]): number => codes.reduce((field, code) => field | (1 << code), 0);
/** Read, Write, Create, Delete, Alter, Describe, DescribeConfigs, AlterConfigs. */
const TOPIC_OPERATIONS = bits(3, 4, 5, 6, 7, 8, 10, 11);
/** Alter, Describe, DescribeConfigs, AlterConfigs, IdempotentWrite: all that `kafka-cluster:*` gives on the lab's brokers. */
const CLUSTER_OPERATIONS = bits(7, 8, 10, 11, 12);

/** What there is to describe. */
export interface DescribedCluster {
  readonly clusterId: string;
  /** The first one is the controller. */
  readonly brokers: readonly BrokerSpec[];
  readonly topics: readonly WireTopic[];
}

/** The answer to Metadata. A topic that does not exist stays so. */
export function describeCluster(question: MetadataQuestion, cluster: DescribedCluster): MetadataAnswer {
  const { topics: asked, includeClusterOperations, includeTopicOperations } = question;
  const names = asked ?? cluster.topics.map(({ name }) => name);
  return {
    api: 'Metadata',
    errorCode: ErrorCodes.NONE,
    clusterId: cluster.clusterId,
    controllerId: cluster.brokers[0]?.id ?? -1,
    brokers: cluster.brokers.map(({ id, advertisedHost, advertisedPort }) => ({
      id,
      host: advertisedHost,
      port: advertisedPort,
    })),
    topics: names.map((name) => describeTopic(name, cluster.topics, includeTopicOperations)),
    authorizedOperations: includeClusterOperations ? CLUSTER_OPERATIONS : null,
  };
}

function describeTopic(name: string, topics: readonly WireTopic[], withOperations: boolean): WireTopicAnswer {
  const topic = topics.find((candidate) => candidate.name === name);
  return {
    name,
    errorCode: topic === undefined ? ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION : ErrorCodes.NONE,
    partitions: topic === undefined ? 0 : (topic.partitions ?? 1),
    authorizedOperations: withOperations ? TOPIC_OPERATIONS : null,
  };
}
