import type { LabCluster } from './cluster.ts';
import type { Environment } from './environment.ts';
import { METADATA_VARIABLES } from './metadata.ts';
import { resolveIam, type ClientBase } from './iam.ts';
import { problem, type ScenarioProblem } from './problem.ts';
import type { Scenario } from './scenario.ts';

const VARIABLE = /\$\{([A-Za-z0-9_:.-]+)\}/gu;

/** The variables by which each kind of base identity is found. */
export const BASE_VARIABLES: Readonly<Record<ClientBase['kind'], readonly string[]>> = {
  none: [],
  user: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  session: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_CREDENTIAL_EXPIRATION'],
  ecs: ['AWS_CONTAINER_CREDENTIALS_FULL_URI'],
  'eks-pod-identity': ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'],
  'web-identity': ['AWS_ROLE_ARN', 'AWS_ROLE_SESSION_NAME', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
};

/** A text with each `${NAME}` replaced by what it stands for. */
export function filledIn(text: string, names: Environment): string {
  return text.replaceAll(VARIABLE, (whole, name: string) => names[name] ?? whole);
}

/** Every `${NAME}` in `declare` and `files` that stands for nothing here. */
export function declareProblems(
  scenario: Scenario,
  clusters: readonly LabCluster[],
): readonly ScenarioProblem[] {
  const known = variableNames(scenario, clusters);
  const said = [...texts(scenario.declare ?? {}, ['declare']), ...texts(scenario.files ?? {}, ['files'])];
  return said.flatMap(({ path, text }) => {
    const unknown = [...text.matchAll(VARIABLE)]
      .map(([, name = '']) => name)
      .find((name) => !known.has(name));
    if (unknown === undefined) return [];
    return [problem(path, `a variable of this lab instead of \${${unknown}} (${[...known].join(', ')})`)];
  });
}

/** What `labVariables`, `clusterNames` and `resolverNames` will name once the lab runs. */
function variableNames(scenario: Scenario, clusters: readonly LabCluster[]): ReadonlySet<string> {
  const { iam } = resolveIam(scenario.iam ?? {}, clusters[0]?.account ?? '');
  return new Set([
    'MSK_REACH_BOOTSTRAP',
    'MSK_REACH_REGION',
    ...(scenario.tls?.trust === 'system' ? [] : ['MSK_REACH_CA_FILE']),
    'MSK_REACH_CIDR',
    'MSK_REACH_DNS_SERVER',
    'MSK_REACH_STS_ENDPOINT',
    ...(iam.assume.length === 0 ? [] : ['MSK_REACH_ROLE']),
    ...(iam.assume.some(({ externalId }) => externalId !== null) ? ['MSK_REACH_EXTERNAL_ID'] : []),
    ...BASE_VARIABLES[iam.base.kind],
    ...METADATA_VARIABLES[scenario.metadata === undefined ? 'none' : (scenario.metadata.in ?? 'instance')],
    'AWS_REGION',
    'AWS_ENDPOINT_URL_STS',
    'AWS_ENDPOINT_URL_KAFKA',
    ...Object.keys(scenario.files ?? {}).map((name) => `FILE:${name}`),
    ...clusters.flatMap(({ name }) => [`BOOTSTRAP:${name}`, `CIDR:${name}`, `ARN:${name}`]),
    ...Object.keys(scenario.dns?.resolvers ?? {}).map((name) => `DNS_SERVER:${name}`),
  ]);
}

interface Text {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

function texts(value: unknown, path: readonly (string | number)[]): readonly Text[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((one, index) => texts(one, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => texts(one, [...path, key]));
}
