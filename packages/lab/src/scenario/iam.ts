import {
  CLIENT_ACCOUNT,
  DEFAULT_EXTERNAL_ID,
  type IamModel,
  type IamRole,
  type IamUser,
  type ShortTrust,
  type Statement,
  type TrustStatement,
} from '../iam/model.ts';
import { problem, type ScenarioProblem } from './problem.ts';
import type { BaseSection, IamSection, RoleSection, TrustSection } from './scenario.ts';

/** The issuer of the client's web identity. */
export const ISSUER_URL = 'https://oidc.lab/id/1';

const MAIN_ROLE = 'msk-client';
const ALL_OF_KAFKA: readonly Statement[] = [
  { Effect: 'Allow', Action: ['kafka-cluster:*', 'kafka:GetBootstrapBrokers'], Resource: '*' },
];
const ASSUME_ANY: readonly Statement[] = [
  { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: '*' },
];

/** Where the client's base credentials come from, filled in. @public */
export interface ClientBase extends Required<BaseSection> {}

/** A role that the client is told to assume. @public */
export interface AssumedRole {
  readonly arn: string;
  /** What its trust policy asks for; null when nothing. */
  readonly externalId: string | null;
}

/** The identities of a scenario, filled in. @public */
export interface LabIam {
  readonly model: IamModel;
  readonly base: ClientBase;
  /** The role that the client starts with; null when it starts with a user, or nothing. */
  readonly baseRoleArn: string | null;
  readonly assume: readonly AssumedRole[];
}

/** Fills in what a scenario leaves open, so that its client gets in unless it says otherwise. */
export function resolveIam(
  section: IamSection,
  clusterAccount: string,
): { readonly iam: LabIam; readonly problems: readonly ScenarioProblem[] } {
  const base: ClientBase = {
    kind: 'user',
    user: 'client',
    role: 'app',
    secret: 'right',
    seconds: 3600,
    tags: {},
    ...section.base,
  };
  const assume = section.assume ?? [MAIN_ROLE];
  const place: Place = { base, assume, section, clusterAccount };
  const userNames = new Set([
    'client',
    ...(base.kind === 'user' ? [base.user] : []),
    ...Object.keys(section.users ?? {}),
  ]);
  const roleNames = new Set([
    ...(hasBaseRole(base) ? [base.role] : []),
    ...assume,
    MAIN_ROLE,
    ...Object.keys(section.roles ?? {}),
  ]);
  const model: IamModel = {
    users: filled(userNames, section.users, (_name, given) => resolveUser(place, given)),
    roles: filled(roleNames, section.roles, (name, given) => resolveRole(place, name, given)),
    serviceControlPolicies: section.serviceControlPolicies ?? {},
    oidcProviders: {
      ...(base.kind === 'web-identity' ? { client: { account: CLIENT_ACCOUNT, url: ISSUER_URL } } : {}),
      ...section.oidcProviders,
    },
  };
  const baseRoleArn = hasBaseRole(base) ? roleArn(place, base.role) : null;
  const assumed = assume.map((name) => assumedRole(place, model, name));
  return { iam: { model, base, baseRoleArn, assume: assumed }, problems: baseProblems(section, base) };
}

/** Which kinds of base identity each of its settings belongs to. */
const BASE_SETTINGS: Readonly<Record<string, readonly ClientBase['kind'][]>> = {
  user: ['user'],
  secret: ['user'],
  role: ['session', 'ecs', 'eks-pod-identity', 'web-identity'],
  seconds: ['session', 'ecs', 'eks-pod-identity', 'web-identity'],
  tags: ['session'],
};

function baseProblems(section: IamSection, base: ClientBase): readonly ScenarioProblem[] {
  return [...settingProblems(section, base), ...nameProblems(section, base)];
}

function settingProblems(section: IamSection, base: ClientBase): readonly ScenarioProblem[] {
  return Object.keys(section.base ?? {}).flatMap((key) => {
    const kinds = BASE_SETTINGS[key];
    return kinds === undefined || kinds.includes(base.kind)
      ? []
      : [problem(['iam', 'base', key], `nothing with kind ${base.kind}: it belongs to ${kinds.join(', ')}`)];
  });
}

/** Names that lead nowhere. A role or user that shall not exist is written down as null. */
function nameProblems(section: IamSection, base: ClientBase): readonly ScenarioProblem[] {
  const users = ['client', ...Object.keys(section.users ?? {})];
  const roles = [MAIN_ROLE, ...(hasBaseRole(base) ? [base.role] : []), ...Object.keys(section.roles ?? {})];
  return [
    ...(base.kind === 'user' && !users.includes(base.user)
      ? [problem(['iam', 'base', 'user'], `the name of a user (${users.join(', ')})`)]
      : []),
    ...(section.assume ?? []).flatMap((name, index) =>
      roles.includes(name)
        ? []
        : [problem(['iam', 'assume', index], `the key of a role (${[...new Set(roles)].join(', ')})`)],
    ),
    ...removedProblems(section, base),
  ];
}

function removedProblems(section: IamSection, base: ClientBase): readonly ScenarioProblem[] {
  if (base.kind === 'user' && section.users?.[base.user] === null) {
    return [problem(['iam', 'base', 'user'], `a user that is there; '${base.user}' is null`)];
  }
  if (hasBaseRole(base) && section.roles?.[base.role] === null) {
    return [problem(['iam', 'base', 'role'], `a role that is there; '${base.role}' is null`)];
  }
  return [];
}

interface Place {
  readonly base: ClientBase;
  readonly assume: readonly string[];
  readonly section: IamSection;
  readonly clusterAccount: string;
}

const hasBaseRole = (base: ClientBase): boolean => base.kind !== 'user' && base.kind !== 'none';

/** One for each name, but for those that are null. */
function filled<Given, T>(
  names: ReadonlySet<string>,
  given: Readonly<Record<string, Given | null>> | undefined,
  fill: (name: string, given: Given | undefined) => T,
): Record<string, T> {
  const wanted = [...names].filter((name) => given?.[name] !== null);
  return Object.fromEntries(wanted.map((name) => [name, fill(name, given?.[name] ?? undefined)]));
}

function resolveUser({ assume }: Place, given: Partial<IamUser> | undefined): IamUser {
  return { account: CLIENT_ACCOUNT, statements: assume.length === 0 ? ALL_OF_KAFKA : ASSUME_ANY, ...given };
}

function resolveRole(place: Place, name: string, given: RoleSection | undefined): IamRole {
  const { assume } = place;
  const at = assume.indexOf(name);
  const isLast = at < 0 && isBaseRole(place, name) ? assume.length === 0 : at < 0 || at === assume.length - 1;
  const { trust: givenTrust, ...rest } = given ?? {};
  return {
    account: roleAccount(place, name),
    statements: isLast ? ALL_OF_KAFKA : ASSUME_ANY,
    ...rest,
    trust: resolveTrust(place, name, givenTrust),
  };
}

const isBaseRole = ({ base, assume }: Place, name: string): boolean =>
  hasBaseRole(base) && base.role === name && !assume.includes(name);

function roleAccount(place: Place, name: string): string {
  const standard = isBaseRole(place, name) ? CLIENT_ACCOUNT : place.clusterAccount;
  return place.section.roles?.[name]?.account ?? standard;
}

function resolveTrust(
  place: Place,
  name: string,
  given: TrustSection | readonly TrustStatement[] | undefined,
): ShortTrust | readonly TrustStatement[] {
  if (isStatements(given)) return given;
  const isBase = isBaseRole(place, name);
  const asked =
    given?.externalId === undefined && name === MAIN_ROLE && !isBase
      ? DEFAULT_EXTERNAL_ID
      : given?.externalId;
  const tagged = isBase || place.base.kind === 'eks-pod-identity' || Object.keys(place.base.tags).length > 0;
  return {
    principals: given?.principals ?? [isBase ? BASE_TRUSTERS[place.base.kind] : before(place, name)],
    ...(typeof asked === 'string' ? { externalId: asked } : {}),
    tagSession: given?.tagSession ?? tagged,
  };
}

function isStatements(given: object | undefined): given is readonly TrustStatement[] {
  return Array.isArray(given);
}

/** Who lets the client have its first role. */
const BASE_TRUSTERS: Readonly<Record<ClientBase['kind'], string>> = {
  ecs: 'ecs-tasks.amazonaws.com',
  'eks-pod-identity': 'pods.eks.amazonaws.com',
  'web-identity': `arn:aws:iam::${CLIENT_ACCOUNT}:oidc-provider/${ISSUER_URL.replace('https://', '')}`,
  session: CLIENT_ACCOUNT,
  user: CLIENT_ACCOUNT,
  none: CLIENT_ACCOUNT,
};

/** The principal that comes before a role: the role before it in the chain, or the client's own. */
function before(place: Place, name: string): string {
  const previous = place.assume[place.assume.indexOf(name) - 1];
  if (previous !== undefined) return roleArn(place, previous);
  const { base, section } = place;
  if (hasBaseRole(base)) return roleArn(place, base.role);
  const account = section.users?.[base.user]?.account ?? CLIENT_ACCOUNT;
  return `arn:aws:iam::${account}:user/${base.user}`;
}

function roleArn(place: Place, name: string): string {
  return `arn:aws:iam::${roleAccount(place, name)}:role/${place.section.roles?.[name]?.name ?? name}`;
}

function assumedRole(place: Place, model: IamModel, name: string): AssumedRole {
  const arn = roleArn(place, name);
  const known = model.roles[name]?.trust;
  if (known === undefined) return { arn, externalId: name === MAIN_ROLE ? DEFAULT_EXTERNAL_ID : null };
  if ('principals' in known) return { arn, externalId: known.externalId ?? null };
  const asked = known.map(({ Condition }) => Condition?.['StringEquals']?.['sts:ExternalId']).find(Boolean);
  return { arn, externalId: asked === undefined ? null : ([asked].flat()[0] ?? null) };
}
