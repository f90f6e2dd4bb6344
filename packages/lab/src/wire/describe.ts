import { ErrorCodes } from '@msk-reach/core/protocol';
import type { BrokerSpec } from '../brokers/brokers.ts';
import type {
  DescribeGroupsAnswer,
  FindCoordinatorAnswer,
  MetadataAnswer,
  WireAddress,
  WireTopicAnswer,
} from './answers.ts';
import type { WireTopic } from './options.ts';
import type { GroupsQuestion, MetadataQuestion } from './requests.ts';

/** KIP-430: a bit for each operation, at the operation's own code. Everything is allowed here. */
const bits = (...codes: readonly number[]): number => codes.reduce((field, code) => field | (1 << code), 0);
/** Read, Write, Create, Delete, Alter, Describe, DescribeConfigs, AlterConfigs. */
const TOPIC_OPERATIONS = bits(3, 4, 5, 6, 7, 8, 10, 11);
/** Alter, Describe, DescribeConfigs, AlterConfigs, IdempotentWrite: all that `kafka-cluster:*` gives on the lab's brokers. */
const CLUSTER_OPERATIONS = bits(7, 8, 10, 11, 12);
/** Read, Delete, Describe. */
const GROUP_OPERATIONS = bits(3, 6, 8);

/** What Kafka names beside an error. */
export const NO_COORDINATOR: WireAddress = { id: -1, host: '', port: -1 };

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

/** The broker that looks after a group: the same one whoever asks. */
export function coordinatorOf(group: string, { brokers }: DescribedCluster): FindCoordinatorAnswer {
  const sum = Array.from(group).reduce(
    (hash, character) => (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521,
    0,
  );
  const broker = brokers[sum % Math.max(1, brokers.length)];
  if (broker === undefined)
    return {
      api: 'FindCoordinator',
      errorCode: ErrorCodes.COORDINATOR_NOT_AVAILABLE,
      coordinator: NO_COORDINATOR,
    };
  const { id, advertisedHost: host, advertisedPort: port } = broker;
  return { api: 'FindCoordinator', errorCode: ErrorCodes.NONE, coordinator: { id, host, port } };
}

/** No group exists here: each is dead, where its coordinator is asked. */
export function describeGroups(
  { groups, includeOperations }: GroupsQuestion,
  asked: number,
  cluster: DescribedCluster,
): DescribeGroupsAnswer {
  return {
    api: 'DescribeGroups',
    groups: groups.map((name) => {
      const mine = coordinatorOf(name, cluster).coordinator.id === asked;
      return {
        errorCode: mine ? ErrorCodes.NONE : ErrorCodes.NOT_COORDINATOR,
        name,
        state: mine ? 'Dead' : '',
        authorizedOperations: mine && includeOperations ? GROUP_OPERATIONS : null,
      };
    }),
  };
}
