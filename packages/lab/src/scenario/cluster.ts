import type { BrokerCluster } from '../iam/broker-iam.ts';
import { problem, type ScenarioProblem } from './problem.ts';
import type { ClusterSection, Scenario } from './scenario.ts';

/** The port of MSK Serverless. */
export const KAFKA_PORT = 9098;
/** What real Kafka may have: three take 600 MB. */
const MAX_KAFKA_BROKERS = 9;

/** One broker of a cluster. @public */
export interface ClusterBroker {
  readonly id: number;
  /** Its own name, under which the gateway knows it. */
  readonly host: string;
  /** What Metadata says. */
  readonly advertisedHost: string;
  readonly advertisedPort: number;
}

/** A cluster with everything filled in. @public */
export interface LabCluster {
  readonly name: string;
  readonly id: string;
  readonly shard: string;
  readonly region: string;
  readonly account: string;
  readonly uuid: string;
  readonly arn: string;
  /** `kafka-serverless.REGION.amazonaws.com`. */
  readonly apex: string;
  readonly bootstrapHost: string;
  readonly brokers: readonly ClusterBroker[];
  /** Whether each broker has a process of its own. */
  readonly processes: boolean;
  readonly certificateNames: readonly string[];
}

/** A cluster's host names. */
export function brokerHost(cluster: Pick<LabCluster, 'id' | 'shard' | 'apex'>, id: number): string {
  return `b${id}-${cluster.id}.${cluster.shard}.${cluster.apex}`;
}

/** What the brokers' token validator and authorizer are told of their cluster. */
export function brokerCluster({ region, account, name, uuid }: LabCluster): BrokerCluster {
  return { region, arnPrefix: `arn:aws:kafka:${region}:${account}`, name, uuid };
}

/** The clusters of a scenario, the first one being the client's, and what is wrong with them. */
export function resolveClusters(scenario: Scenario): {
  readonly clusters: readonly LabCluster[];
  readonly problems: readonly ScenarioProblem[];
} {
  const problems: ScenarioProblem[] = [];
  if (scenario.cluster !== undefined && scenario.clusters !== undefined) {
    problems.push(problem(['clusters'], 'not together with `cluster`; name one of them'));
  }
  const sections = scenario.clusters ?? [scenario.cluster ?? {}];
  const path = (index: number): (string | number)[] =>
    scenario.clusters === undefined ? ['cluster'] : ['clusters', index];
  const clusters = sections.map((section) => resolveCluster(section));
  for (const [index, cluster] of clusters.entries()) {
    problems.push(...clusterProblems(scenario, sections[index] ?? {}, cluster, path(index)));
    for (const key of ['name', 'id'] as const) {
      if (clusters.findIndex((other) => other[key] === cluster[key]) < index) {
        problems.push(
          problem(
            [...path(index), key],
            `another ${key} than '${cluster[key]}', which a cluster before it has`,
          ),
        );
      }
    }
  }
  return { clusters, problems };
}

function resolveCluster(section: ClusterSection): LabCluster {
  const {
    name = 'orders',
    id = 'abcd1234',
    shard = 'c1',
    region = 'us-east-1',
    account = '444455556666',
  } = section;
  const uuid = section.uuid ?? '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed-1';
  const apex = `kafka-serverless.${region}.amazonaws.com`;
  return {
    name,
    id,
    shard,
    region,
    account,
    uuid,
    arn: `arn:aws:kafka:${region}:${account}:cluster/${name}/${uuid}`,
    apex,
    bootstrapHost: `boot-${id}.${shard}.${apex}`,
    brokers: brokerIds(section).map((broker) => resolveBroker(section, { id, shard, apex }, broker)),
    processes: section.processes ?? false,
    certificateNames: section.certificateNames ?? [`*.${shard}.${apex}`],
  };
}

function resolveBroker(
  section: ClusterSection,
  cluster: Pick<LabCluster, 'id' | 'shard' | 'apex'>,
  id: number,
): ClusterBroker {
  const host = brokerHost(cluster, id);
  const advertised = section.advertise?.[String(id)];
  return {
    id,
    host,
    advertisedHost: advertised?.host ?? host,
    advertisedPort: advertised?.port ?? KAFKA_PORT,
  };
}

function brokerIds({ brokers = [97, 98, 473] }: ClusterSection): readonly number[] {
  return typeof brokers === 'number' ? Array.from({ length: brokers }, (_, index) => index + 1) : brokers;
}

function clusterProblems(
  scenario: Scenario,
  section: ClusterSection,
  cluster: LabCluster,
  path: readonly (string | number)[],
): ScenarioProblem[] {
  const ids = new Set(cluster.brokers.map((broker) => String(broker.id)));
  const unknown = Object.keys(section.advertise ?? {}).filter((id) => !ids.has(id));
  return [
    ...(cluster.processes && scenario.engine === 'wire'
      ? [problem([...path, 'processes'], 'nothing: brokers of the wire engine are no processes')]
      : []),
    ...unknown.map((id) =>
      problem([...path, 'advertise', id], `the id of one of its brokers (${[...ids].join(', ')})`),
    ),
    ...(ids.size > MAX_KAFKA_BROKERS && scenario.engine !== 'wire'
      ? [
          problem(
            [...path, 'brokers'],
            `at most ${MAX_KAFKA_BROKERS} brokers of real Kafka; "engine": "wire" takes 5000`,
          ),
        ]
      : []),
  ];
}
