/** Variables: what `up` prints, and what a child of `run` and `exec` gets. */

import type { DnsServer } from '../dns/server.ts';
import { cidrOf, type RunningCluster } from './cluster-parts.ts';
import { KAFKA_PORT } from './cluster.ts';
import { filledIn } from './declare.ts';
import type { ResolvedScenario } from './resolve.ts';

/** Environment variables. @public */
export type Environment = Readonly<Record<string, string>>;

/** Options that are one text. */
const NAMES: Readonly<Record<string, string>> = {
  bootstrap: 'MSK_REACH_BOOTSTRAP',
  clusterArn: 'MSK_REACH_CLUSTER_ARN',
  clientConfig: 'MSK_REACH_CLIENT_CONFIG',
  region: 'MSK_REACH_REGION',
  expectAccount: 'MSK_REACH_EXPECT_ACCOUNT',
  profile: 'MSK_REACH_PROFILE',
  stsEndpoint: 'MSK_REACH_STS_ENDPOINT',
  stsRegion: 'MSK_REACH_STS_REGION',
  caFile: 'MSK_REACH_CA_FILE',
  pattern: 'MSK_REACH_PATTERN',
  cidr: 'MSK_REACH_CIDR',
  vpcCidr: 'MSK_REACH_VPC_CIDR',
  dnsServer: 'MSK_REACH_DNS_SERVER',
  topic: 'MSK_REACH_TOPIC',
  group: 'MSK_REACH_GROUP',
  rate: 'MSK_REACH_RATE',
  timeout: 'MSK_REACH_TIMEOUT',
  deadline: 'MSK_REACH_DEADLINE',
  failOn: 'MSK_REACH_FAIL_ON',
  only: 'MSK_REACH_ONLY',
  skip: 'MSK_REACH_SKIP',
  config: 'MSK_REACH_CONFIG',
};

const ROLE = 'MSK_REACH_ROLE';
const EXTERNAL_ID = 'MSK_REACH_EXTERNAL_ID';
const SESSION_NAME = 'MSK_REACH_SESSION_NAME';

/** What the variables of a lab are taken from. */
export interface LabFacts {
  readonly resolved: ResolvedScenario;
  readonly first: RunningCluster;
  readonly files: { readonly caFile: string; readonly trusted: boolean };
  readonly stsEndpoint: string;
  readonly dns: DnsServer;
  /** Where the base credentials are. */
  readonly base: Environment;
  /** Where the client's metadata is, or that there is none. */
  readonly metadata: Environment;
}

/** What `msk-lab up` prints, in its order. */
export function labVariables(facts: LabFacts): Environment {
  const { resolved, first, files, stsEndpoint, dns, base, metadata } = facts;
  return {
    MSK_REACH_BOOTSTRAP: bootstrapOf(first),
    MSK_REACH_REGION: first.region,
    ...(files.trusted ? { MSK_REACH_CA_FILE: files.caFile } : {}),
    MSK_REACH_CIDR: cidrOf(first),
    MSK_REACH_DNS_SERVER: `${dns.address}:${dns.port}`,
    MSK_REACH_STS_ENDPOINT: stsEndpoint,
    ...roleVariables(resolved.iam.assume),
    ...base,
    AWS_REGION: first.region,
    ...metadata,
    AWS_ENDPOINT_URL_STS: stsEndpoint,
    AWS_ENDPOINT_URL_KAFKA: stsEndpoint,
  };
}

/** `${BOOTSTRAP:payments}`, `${CIDR:payments}` and `${ARN:payments}` in `declare`: a scenario's other clusters. */
export function clusterNames(clusters: readonly RunningCluster[]): Environment {
  return Object.fromEntries(
    clusters.flatMap((cluster) => [
      [`BOOTSTRAP:${cluster.name}`, bootstrapOf(cluster)],
      [`CIDR:${cluster.name}`, cidrOf(cluster)],
      [`ARN:${cluster.name}`, cluster.arn],
    ]),
  );
}

/** `${DNS_SERVER:corp}` in `declare`: a scenario's further resolvers. */
export function resolverNames(
  resolvers: Readonly<Record<string, Pick<DnsServer, 'address' | 'port'>>>,
): Environment {
  return Object.fromEntries(
    Object.entries(resolvers).map(([name, { address, port }]) => [
      `DNS_SERVER:${name}`,
      `${address}:${port}`,
    ]),
  );
}

/** `HOST:PORT`. */
export function bootstrapOf({ bootstrapHost, gateway }: RunningCluster): string {
  return `${bootstrapHost}:${gateway.addresses[0]?.port ?? KAFKA_PORT}`;
}

type Roles = readonly {
  readonly arn: string;
  readonly externalId?: string | null;
  readonly sessionName?: string | null;
}[];

/** Roles as variables: one entry a role, empty ones kept. */
export function roleVariables(roles: Roles): Environment {
  if (roles.length === 0) return {};
  const list = (entries: readonly (string | null | undefined)[]): string =>
    entries.map((entry) => entry ?? '').join(',');
  const given = (name: string, entries: readonly (string | null | undefined)[]): Environment =>
    entries.some((entry) => entry !== null && entry !== undefined) ? { [name]: list(entries) } : {};
  return {
    [ROLE]: list(roles.map(({ arn }) => arn)),
    ...given(
      EXTERNAL_ID,
      roles.map(({ externalId }) => externalId),
    ),
    ...given(
      SESSION_NAME,
      roles.map(({ sessionName }) => sessionName),
    ),
  };
}

/**
 * `declare` over the lab's own variables; `${NAME}` in it stands for one of those (or of `more`).
 *
 * @param own  what `up` prints
 * @param more further names for `${NAME}`
 */
export function declared(
  declare: Readonly<Record<string, unknown>>,
  own: Environment,
  more: Environment = {},
): Environment {
  const result: Record<string, string> = { ...own };
  const names = { ...own, ...more };
  for (const [key, value] of Object.entries(declare)) {
    if (key === 'roles') {
      for (const name of [ROLE, EXTERNAL_ID, SESSION_NAME]) delete result[name];
      if (Array.isArray(value)) Object.assign(result, filledInAll(roleVariables(value as Roles), names));
      continue;
    }
    const name = NAMES[key] ?? key;
    if (value === null || (Array.isArray(value) && value.length === 0)) delete result[name];
    else
      result[name] = [value]
        .flat()
        .map(words)
        .map((one) => filledIn(one, names))
        .join(',');
  }
  return result;
}

/** A value as a variable has it; one of the wrong shape is for the command to refuse. */
function words(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function filledInAll(variables: Environment, names: Environment): Environment {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, filledIn(value, names)]));
}

/** What a child must not have of this machine; a proxy would be asked for the lab's loopback addresses. */
const FOREIGN = /^(?:(?:AWS|ECS|MSK_REACH)_.*|(?:HTTPS?|ALL|NO)_PROXY)$/iu;

/**
 * The environment of a child: this process's without `AWS_*`, `ECS_*`, `MSK_REACH_*` and proxies, empty AWS files, no instance
 * metadata, then the lab's variables, which may lead to the lab's own.
 *
 * @param emptyFile an empty file, read as AWS configuration
 */
export function childEnvironment(
  inherited: Readonly<Record<string, string | undefined>>,
  emptyFile: string,
  variables: Environment,
): Environment {
  return {
    ...withoutForeign(inherited),
    AWS_CONFIG_FILE: emptyFile,
    AWS_SHARED_CREDENTIALS_FILE: emptyFile,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...variables,
  };
}

/** Whether a variable of this machine is kept from a child. */
export function isForeign(name: string): boolean {
  return FOREIGN.test(name);
}

/** Variables that a child may have of this machine. */
export function withoutForeign(inherited: Readonly<Record<string, string | undefined>>): Environment {
  return Object.fromEntries(
    Object.entries(inherited).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !isForeign(entry[0]),
    ),
  );
}
