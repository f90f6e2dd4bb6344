/** The model looked up by ARN and access key id, with what it left out filled in. */
import { createHash } from 'node:crypto';
import { MskReachError } from '@msk-reach/core';
import { base32 } from './secrets.ts';
import type { IamModel, IamRole, IamUser, OidcProvider, Statement, TrustStatement } from './model.ts';
import { trustStatements } from './trust.ts';

/** A user as STS and the brokers see it. @public */
export interface KnownUser {
  readonly name: string;
  readonly account: string;
  readonly arn: string;
  readonly accessKeyId: string;
  /** `AIDA...`, as GetCallerIdentity's UserId. */
  readonly uniqueId: string;
  readonly statements: readonly Statement[];
  readonly tags: Readonly<Record<string, string>>;
}

/** A role as STS and the brokers see it. @public */
export interface KnownRole {
  readonly account: string;
  readonly arn: string;
  /** The name without its path, as assumed-role ARNs have it. */
  readonly shortName: string;
  /** `AROA...`, the first half of an assumed role's id. */
  readonly uniqueId: string;
  readonly trust: readonly TrustStatement[];
  readonly statements: readonly Statement[];
  readonly maxSessionSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** The indexed model. @public */
export interface Directory {
  readonly users: readonly KnownUser[];
  readonly roles: readonly KnownRole[];
  readonly userByAccessKey: ReadonlyMap<string, KnownUser>;
  readonly roleByArn: ReadonlyMap<string, KnownRole>;
  readonly oidcProviders: readonly OidcProvider[];
  /** Denials for every identity of the account. */
  readonly serviceControl: (account: string) => readonly Statement[];
}

const uniqueId = (prefix: string, length: number, of: string): string =>
  prefix + base32(createHash('sha256').update(of).digest()).slice(0, length);

/** The access key id of a user that the model gives none: stable for account and name. @public */
export function defaultAccessKeyId(account: string, name: string): string {
  return uniqueId('AKIA', 16, `access-key:${account}:${name}`);
}

function knownUser(name: string, user: IamUser): KnownUser {
  const arn = `arn:aws:iam::${user.account}:user/${name}`;
  return {
    name,
    account: user.account,
    arn,
    accessKeyId: user.accessKeyId ?? defaultAccessKeyId(user.account, name),
    uniqueId: uniqueId('AIDA', 17, arn),
    statements: user.statements,
    tags: user.tags ?? {},
  };
}

function knownRole(key: string, role: IamRole): KnownRole {
  const name = role.name ?? key;
  const arn = `arn:aws:iam::${role.account}:role/${name}`;
  return {
    account: role.account,
    arn,
    shortName: name.slice(name.lastIndexOf('/') + 1),
    uniqueId: uniqueId('AROA', 17, arn),
    trust: trustStatements(role.trust),
    statements: role.statements,
    maxSessionSeconds: role.maxSessionSeconds ?? 3600,
    tags: role.tags ?? {},
  };
}

function unique<T>(items: readonly T[], key: (item: T) => string, what: string): Map<string, T> {
  const byKey = new Map<string, T>();
  for (const item of items) {
    if (byKey.has(key(item))) throw new MskReachError('CONFIG_INVALID', `iam: two ${what} ${key(item)}`);
    byKey.set(key(item), item);
  }
  return byKey;
}

/**
 * Indexes a model. Throws `CONFIG_INVALID` for an account that is not twelve digits, an access key id of another
 * form, and two users or roles with one key or ARN. @public
 */
export function directory(model: IamModel): Directory {
  const users = Object.entries(model.users).map(([name, user]) => knownUser(name, user));
  const roles = Object.entries(model.roles).map(([name, role]) => knownRole(name, role));
  for (const { account, arn } of [...users, ...roles]) {
    if (!/^\d{12}$/.test(account)) {
      throw new MskReachError('CONFIG_INVALID', `iam: ${arn}: the account must be twelve digits`);
    }
  }
  for (const { arn, accessKeyId } of users) {
    if (!/^AKIA[A-Z2-7]{16}$/.test(accessKeyId)) {
      throw new MskReachError(
        'CONFIG_INVALID',
        `iam: ${arn}: accessKeyId must be AKIA and 16 of A-Z and 2-7`,
      );
    }
  }
  return {
    users,
    roles,
    userByAccessKey: unique(users, (user) => user.accessKeyId, 'users with the access key id'),
    roleByArn: unique(roles, (role) => role.arn, 'roles with the ARN'),
    oidcProviders: Object.values(model.oidcProviders ?? {}),
    serviceControl: (account) => model.serviceControlPolicies?.[account] ?? [],
  };
}
