import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { MskReachError } from '@msk-reach/core';
import { directory, type KnownRole } from '../iam/directory.ts';
import type { IamModel } from '../iam/model.ts';
import { secretAccessKey } from '../iam/secrets.ts';
import { startContainerCredentials } from '../sts/container-credentials.ts';
import { issueSession } from '../sts/session.ts';
import { createIssuer, type Issuer, writeTokenFile } from '../sts/web-identity.ts';
import type { ClosingStack } from './closing.ts';
import { type ClientBase, ISSUER_URL, type LabIam } from './iam.ts';

/** What base credentials are made of. */
export interface BaseOptions {
  readonly iam: LabIam;
  /** Hex of 32 bytes. */
  readonly master: string;
  /** The service's clock minus this machine's, milliseconds. */
  readonly clockSkewMs: number;
  /** A folder for token files. */
  readonly folder: string;
  /** Closes what is opened here. */
  readonly closing: ClosingStack;
}

/** The client's base identity. */
export interface BaseCredentials {
  /** Where an AWS client finds it. */
  readonly env: Readonly<Record<string, string>>;
  /** Issuers that STS has to know. */
  readonly issuers: readonly Issuer[];
}

/** Each way of having a base identity. */
const WAYS: Readonly<
  Record<ClientBase['kind'], (options: BaseOptions) => BaseCredentials | Promise<BaseCredentials>>
> = {
  none: () => ({ env: {}, issuers: [] }),
  user: ({ iam, master }) => ({ env: userKey(iam.base, iam.model, master), issuers: [] }),
  session: (options) => ({ env: session(options), issuers: [] }),
  ecs: (options) => container(options, 'ecs'),
  'eks-pod-identity': (options) => container(options, 'eks-pod-identity'),
  'web-identity': webIdentity,
};

/** Hands the client its base identity, the way `iam.base` says. */
export async function baseCredentials(options: BaseOptions): Promise<BaseCredentials> {
  return WAYS[options.iam.base.kind](options);
}

function userKey(base: ClientBase, model: IamModel, master: string): Readonly<Record<string, string>> {
  const accessKeyId = directory(model).users.find((user) => user.name === base.user)?.accessKeyId ?? '';
  const of = base.secret === 'wrong' ? `${accessKeyId}-of-another` : accessKeyId;
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey(master, of) };
}

function session({ iam, master, clockSkewMs }: BaseOptions): Readonly<Record<string, string>> {
  const { tags, seconds } = iam.base;
  const role = roleOf(iam);
  const grant = {
    role,
    sessionName: 'client',
    seconds,
    tags,
    transitive: Object.keys(tags),
    policy: undefined,
    chained: false,
  };
  const issued = issueSession(grant, { master, random: randomBytes, nowMs: Date.now() + clockSkewMs });
  return {
    AWS_ACCESS_KEY_ID: issued.accessKeyId,
    AWS_SECRET_ACCESS_KEY: issued.secretAccessKey,
    AWS_SESSION_TOKEN: issued.sessionToken,
    AWS_CREDENTIAL_EXPIRATION: issued.expiration,
  };
}

async function container(options: BaseOptions, kind: 'ecs' | 'eks-pod-identity'): Promise<BaseCredentials> {
  const { base, model } = options.iam;
  const issuer = createIssuer(ISSUER_URL);
  const tokenFile = join(options.folder, 'pod-token');
  const endpoint = await startContainerCredentials({
    model,
    master: options.master,
    roleArn: roleOf(options.iam).arn,
    agent: kind === 'ecs' ? { kind } : { kind, issuer, tokenFile },
    sessionSeconds: Math.max(1, base.seconds),
    clock: () => Date.now() + options.clockSkewMs,
  });
  options.closing.use(endpoint);
  return { env: endpoint.env, issuers: [] };
}

async function webIdentity({ iam, folder, clockSkewMs }: BaseOptions): Promise<BaseCredentials> {
  const issuer = createIssuer(ISSUER_URL);
  const file = join(folder, 'web-identity-token');
  const iat = Math.floor((Date.now() + clockSkewMs) / 1000);
  await writeTokenFile(
    file,
    issuer.token({ sub: 'system:serviceaccount:default:msk-client', iat, exp: iat + iam.base.seconds }),
  );
  const env = {
    AWS_ROLE_ARN: roleOf(iam).arn,
    AWS_ROLE_SESSION_NAME: 'client',
    AWS_WEB_IDENTITY_TOKEN_FILE: file,
  };
  return { env, issuers: [issuer] };
}

/** The role that the client starts with; validation has said that it is there. */
function roleOf({ baseRoleArn, model }: LabIam): KnownRole {
  const role = directory(model).roleByArn.get(baseRoleArn ?? '');
  if (role === undefined)
    throw new MskReachError('CONFIG_INVALID', `iam.base.role: there is no role ${baseRoleArn}`);
  return role;
}
