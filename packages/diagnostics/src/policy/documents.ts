/**
 * The policy room: the least that a use of the cluster needs, as documents of IAM.
 *
 * Source: MSK developer guide, "Semantics of IAM authorization policy actions and resources" and "Common use cases for
 * client authorization policy". No action implies another.
 */

/** What the cluster is used for. Names may hold `*`, as IAM reads it. */
export interface Uses {
  readonly produce: readonly string[];
  readonly consume: readonly string[];
  readonly groups: readonly string[];
  readonly transactionalIds: readonly string[];
  readonly idempotent: boolean;
  readonly admin: boolean;
  readonly check: boolean;
}

/** One role on the way, and what its trust policy asks for. */
export interface TrustedRole {
  readonly arn: string;
  readonly externalId?: string;
}

/** One statement. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal?: { readonly AWS: string };
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, string>> };
}

/** A document of IAM. */
export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** A document, and whom it is given to. */
export interface Grant {
  /** `trust`: who may become the principal; `permissions`: what the principal may do. */
  readonly kind: 'trust' | 'permissions';
  /** ARN of the role or user; `caller` where none is known. */
  readonly principal: string;
  readonly document: Policy;
}

/** Cluster as its ARN names it. */
export interface ClusterArn {
  /** `arn:PARTITION:kafka:REGION:ACCOUNT`. */
  readonly prefix: string;
  /** `NAME/UUID`. */
  readonly path: string;
}

/** Reads `arn:PARTITION:kafka:REGION:ACCOUNT:cluster/NAME/UUID`; null where it is anything else. */
export function parseClusterArn(arn: string): ClusterArn | null {
  const parts =
    /^(arn:aws(?:-[a-z]+)*:kafka:[a-z0-9-]+:\d{12}):cluster\/([A-Za-z0-9-]{1,64}\/[A-Za-z0-9-]{1,64})$/.exec(
      arn,
    );
  const [, prefix, path] = parts ?? [];
  return prefix === undefined || path === undefined ? null : { prefix, path };
}

/** All documents, in the order in which they are made: from the caller over every role to the cluster. */
export function grantsFor(
  cluster: ClusterArn,
  uses: Uses,
  caller: string | null,
  roles: readonly TrustedRole[],
): readonly Grant[] {
  const principals = [caller ?? 'caller', ...roles.map(({ arn }) => arn)];
  const hops = roles.flatMap(({ arn, externalId }, index): readonly Grant[] => {
    const from = principals[index] ?? 'caller';
    return [
      { kind: 'permissions', principal: from, document: policy([assume(arn)]) },
      { kind: 'trust', principal: arn, document: policy([trust(from, externalId)]) },
    ];
  });
  const last = principals.at(-1) ?? 'caller';
  return [...hops, { kind: 'permissions', principal: last, document: policy(statements(cluster, uses)) }];
}

function assume(role: string): Statement {
  return { Sid: 'AssumeRole', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: [role] };
}

function trust(from: string, externalId: string | undefined): Statement {
  return {
    Sid: 'Caller',
    Effect: 'Allow',
    Principal: { AWS: from },
    Action: ['sts:AssumeRole'],
    ...(externalId === undefined ? {} : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
  };
}

const READ = ['DescribeTopic', 'ReadData'];
const WRITE = ['DescribeTopic', 'WriteData'];
const GROUP = ['DescribeGroup', 'AlterGroup'];
const TRANSACTION = ['DescribeTransactionalId', 'AlterTransactionalId'];
const TOPICS = [
  'CreateTopic',
  'DescribeTopic',
  'AlterTopic',
  'DeleteTopic',
  'DescribeTopicDynamicConfiguration',
  'AlterTopicDynamicConfiguration',
];
const GROUPS = ['DescribeGroup', 'DeleteGroup'];

/** `check` alone needs Connect and no more: Metadata leaves out what may not be described. */
function statements(cluster: ClusterArn, uses: Uses): readonly Statement[] {
  const { produce, consume, groups, transactionalIds, idempotent, admin } = uses;
  const on = (type: string, names: readonly string[]): readonly string[] =>
    names.map((name) => `${cluster.prefix}:${type}/${cluster.path}/${literal(name)}`);
  const ofCluster = [
    'Connect',
    ...(idempotent || transactionalIds.length > 0 ? ['WriteDataIdempotently'] : []),
    ...(admin ? ['DescribeCluster'] : []),
  ];
  return [
    allow('Cluster', ofCluster, [`${cluster.prefix}:cluster/${cluster.path}`]),
    allow('Produce', WRITE, on('topic', produce)),
    allow('Transactions', TRANSACTION, on('transactional-id', transactionalIds)),
    allow('Consume', READ, on('topic', consume)),
    allow('Groups', GROUP, on('group', groups)),
    allow('AdminTopics', TOPICS, admin ? on('topic', ['*']) : []),
    allow('AdminGroups', GROUPS, admin ? on('group', ['*']) : []),
  ].filter(({ Resource = [] }) => Resource.length > 0);
}

function allow(Sid: string, names: readonly string[], Resource: readonly string[]): Statement {
  return { Sid, Effect: 'Allow', Action: names.map((name) => `kafka-cluster:${name}`), Resource };
}

/** A dollar begins a variable of IAM's; `*` and `?` mean what they mean there. */
function literal(name: string): string {
  return name.replaceAll('$', '${$}');
}

function policy(Statement: readonly Statement[]): Policy {
  return { Version: '2012-10-17', Statement };
}
