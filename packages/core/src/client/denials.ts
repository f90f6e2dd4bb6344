/**
 * What Kafka denies to a client that was let in: a permission on a topic, a group, a transactional id or the cluster.
 * It stands from the first denial until the same is allowed again.
 */
import { causes, MskReachError } from '../errors.ts';
import type { Coordinated } from '../kafka/coordinator-watch.ts';
import { ErrorCodes, kafkaError } from '../kafka/error-codes.ts';
import type { Ports } from '../ports.ts';
import { allow } from '../preflight/causes/allow.ts';
import { lookCloser } from './look-closer.ts';

/** Whose call it was, and what it was about. */
export interface Scope {
  /** The producer or consumer: what is denied to it is forgotten with it. */
  readonly owner: object;
  readonly verb: 'write' | 'read';
  readonly topics?: readonly string[];
  readonly group?: string | undefined;
  readonly transactionalId?: string | undefined;
}

/** The denials of one client. */
export interface Denials {
  /** Hears what brokers answer to whoever asks for a coordinator: kafkajs tells of a denial only that none was named. */
  readonly coordinator: (kind: Coordinated, name: string, errorCode: number) => void;
  /** Our error where Kafka denied it, which stands from now on; null for any other failure. */
  readonly denied: (scope: Scope, error: unknown, cause?: unknown) => MskReachError | null;
  /** All that the scope names was done. */
  readonly allowed: (scope: Scope) => void;
  readonly forget: (owner: object) => void;
  /** The denial that has stood longest. */
  readonly trouble: () => MskReachError | null;
}

type Resource = keyof typeof allow;

const RESOURCES: ReadonlyMap<unknown, Resource> = new Map([
  [ErrorCodes.TOPIC_AUTHORIZATION_FAILED, 'topic'],
  [ErrorCodes.GROUP_AUTHORIZATION_FAILED, 'group'],
  [ErrorCodes.CLUSTER_AUTHORIZATION_FAILED, 'cluster'],
  [ErrorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, 'transactionalId'],
]);
/** Where `check` looks for it. */
const CHECKS: Readonly<Partial<Record<Resource, string>>> = { topic: 'KAF03', group: 'KAF04' };
/**
 * How long one of several topics stands as denied that may be innocent: kafkajs does not tell which of a batch was
 * denied. Whoever still sends that batch is denied again before. A consumer reads all of its topics or none.
 */
const SUSPECT_MS = 60_000;

interface Standing {
  readonly owner: object;
  readonly error: MskReachError;
  /** By the clock that never steps. */
  readonly until: number;
}

/** An account without any denials yet. @param bootstrap `HOST:PORT`, for the command that looks closer */
export function createDenials(bootstrap: string, { monotonic }: Pick<Ports, 'monotonic'>): Denials {
  const standing = new Map<string, Standing>();
  const withoutCoordinator = new Map<string, number>();
  /** What brokers answered where kafkajs says that nobody named a coordinator. */
  const hidden = ({ group, transactionalId }: Scope, error: unknown): number | null => {
    if (!causes(error).some(isCoordinatorUnknown)) return null;
    const [ofGroup, ofTransactions] = [
      coordinated('group', group),
      coordinated('transactionalId', transactionalId),
    ];
    return withoutCoordinator.get(ofGroup) ?? withoutCoordinator.get(ofTransactions) ?? null;
  };
  return {
    coordinator: (kind, name, errorCode) => {
      if (RESOURCES.has(errorCode)) withoutCoordinator.set(coordinated(kind, name), errorCode);
      else withoutCoordinator.delete(coordinated(kind, name));
    },
    denied: (scope, error, cause) => {
      const errorCode = denialIn(error) ?? hidden(scope, error);
      const resource = RESOURCES.get(errorCode);
      if (errorCode === null || resource === undefined) return null;
      const coded = errorOf(scope, resource, { errorCode, bootstrap, cause });
      const keys = keysOf(scope, resource);
      const isSure = keys.length === 1 || scope.verb === 'read';
      const until = isSure ? Number.POSITIVE_INFINITY : monotonic() + SUSPECT_MS;
      for (const key of keys) {
        const known = standing.get(key);
        if (isSure || known?.until !== Number.POSITIVE_INFINITY)
          standing.set(key, { owner: scope.owner, error: coded, until });
      }
      return coded;
    },
    allowed: (scope) => {
      if (standing.size === 0) return;
      for (const resource of RESOURCES.values())
        for (const key of keysOf(scope, resource)) {
          const isOwn =
            resource === 'topic' || resource === 'group' || standing.get(key)?.owner === scope.owner;
          if (isOwn) standing.delete(key);
        }
    },
    forget: (owner) => {
      for (const [key, denial] of standing) if (denial.owner === owner) standing.delete(key);
    },
    trouble: () => {
      for (const [key, { until }] of standing) if (until <= monotonic()) standing.delete(key);
      return standing.values().next().value?.error ?? null;
    },
  };
}

/** Kafka's own code where kafkajs's error, or what led to it, is a denial. */
export function denialIn(error: unknown): number | null {
  for (const cause of causes(error))
    if ('code' in cause && typeof cause.code === 'number' && RESOURCES.has(cause.code)) return cause.code;
  return null;
}

/** kafkajs hides why no broker would name a coordinator: a right that is missing, or brokers that are gone. */
export function isCoordinatorUnknown(error: unknown): boolean {
  return error instanceof Error && error.name === 'KafkaJSGroupCoordinatorNotFound';
}

function coordinated(kind: Coordinated, name: string | undefined): string {
  return `${kind} ${name ?? ''}`;
}

function keysOf({ verb, topics, group, transactionalId }: Scope, resource: Resource): readonly string[] {
  if (resource === 'topic') return (topics ?? []).map((topic) => `${verb} topic ${topic}`);
  if (resource === 'group') return group === undefined ? [] : [`group ${group}`];
  return resource === 'cluster' ? ['cluster'] : [`transactional id ${transactionalId ?? ''}`];
}

function errorOf(
  scope: Scope,
  resource: Resource,
  { errorCode, bootstrap, cause }: { errorCode: number; bootstrap: string; cause: unknown },
): MskReachError {
  const { name: errorName } = kafkaError(errorCode);
  const names = namesOf(scope, resource);
  const check = CHECKS[resource];
  const option = resource === 'topic' || resource === 'group' ? ` --${resource} ${names[0] ?? 'NAME'}` : '';
  const error = new MskReachError(
    'KAFKA_DENIED',
    `Kafka denies to ${deedOf(scope, resource, names)} (${errorName})${check === undefined ? '' : `, ${check}`}. ${allow[resource]}. ${lookCloser(bootstrap, option)}`,
    {
      ...(cause === undefined ? {} : { cause }),
      details: { resource, names, errorCode, errorName, ...(check === undefined ? {} : { check }) },
    },
  );
  // What kafkajs's own error has, for whoever went by it before.
  return Object.assign(error, { type: errorName, retriable: false });
}

function namesOf({ topics, group, transactionalId }: Scope, resource: Resource): readonly string[] {
  if (resource === 'topic') return topics ?? [];
  const name = resource === 'group' ? group : resource === 'transactionalId' ? transactionalId : undefined;
  return name === undefined ? [] : [name];
}

function deedOf({ verb }: Scope, resource: Resource, names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`).join(', ');
  if (resource === 'topic')
    return `${verb} the topic${names.length > 1 ? 's (one of them, or more)' : ''} ${quoted}`;
  if (resource === 'group') return `use the group ${quoted}`;
  return resource === 'cluster' ? 'get a producer id from the cluster' : `use the transactional id ${quoted}`;
}
