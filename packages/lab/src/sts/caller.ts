/** Who signed a request: credentials to an identity. */
import type { Directory, KnownRole } from '../iam/directory.ts';
import type { Statement } from '../iam/model.ts';
import type { RequestContext } from '../iam/policy.ts';
import { isRefusal, refuse, type Refusal } from '../iam/refusal.ts';
import { openSession, secretAccessKey, type SessionPayload } from '../iam/secrets.ts';
import { checkSignature, readSignature, type SignedRequest } from '../iam/sigv4.ts';

/** An authenticated identity: a user or the session of a role. @public */
export interface Caller {
  readonly account: string;
  /** As GetCallerIdentity answers it. */
  readonly arn: string;
  /** As GetCallerIdentity answers it: `AIDA...` or `AROA...:SESSION`. */
  readonly userId: string;
  /** Every ARN a trust policy may name it by: its own, and its role's. */
  readonly arns: readonly string[];
  /** `aws:PrincipalArn`: the user's or the role's. */
  readonly principalArn: string;
  readonly statements: readonly Statement[];
  readonly serviceControl: readonly Statement[];
  /** The session policy that narrows it. */
  readonly sessionPolicy: readonly Statement[] | undefined;
  /** Set for the session of a role: what it assumes next is chained. */
  readonly session: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Keys of the tags that the next session inherits. */
  readonly transitive: readonly string[];
}

/** What authentication needs to know. @public */
export interface AuthenticationContext {
  readonly directory: Directory;
  /** Hex of 32 bytes. */
  readonly master: string;
  /** The Region whose endpoint this is. */
  readonly region: string;
  /** The service that signatures are for. @default 'sts' */
  readonly service?: string;
  /** The service's clock, milliseconds since the epoch. */
  readonly nowMs: number;
}

const invalidToken = (): Refusal =>
  refuse('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);

/**
 * Authenticates a signed request. The order is that of AWS: window, scope, session token (present, its own, not
 * expired, of a role that still exists), signature. @public
 */
export function authenticate(request: SignedRequest, context: AuthenticationContext): Caller | Refusal {
  const { directory, master, region, service = 'sts', nowMs } = context;
  const parsed = readSignature(request, { region, service, nowMs });
  if (isRefusal(parsed)) return parsed;
  const caller = parsed.accessKeyId.startsWith('ASIA')
    ? sessionCaller(parsed.accessKeyId, parsed.sessionToken, context)
    : userCaller(directory, parsed.accessKeyId);
  if (isRefusal(caller)) return caller;
  const wrong = checkSignature(request, parsed, secretAccessKey(master, parsed.accessKeyId));
  if (wrong !== undefined) return wrong;
  return !caller.session && parsed.sessionToken !== undefined ? invalidToken() : caller;
}

function userCaller(directory: Directory, accessKeyId: string): Caller | Refusal {
  const user = directory.userByAccessKey.get(accessKeyId);
  if (user === undefined) return invalidToken();
  return {
    account: user.account,
    arn: user.arn,
    userId: user.uniqueId,
    arns: [user.arn],
    principalArn: user.arn,
    statements: user.statements,
    serviceControl: directory.serviceControl(user.account),
    sessionPolicy: undefined,
    session: false,
    tags: user.tags,
    transitive: [],
  };
}

function sessionCaller(
  id: string,
  token: string | undefined,
  context: AuthenticationContext,
): Caller | Refusal {
  const payload = token === undefined ? undefined : openSession(context.master, token);
  if (payload?.k !== id) return invalidToken();
  if (payload.exp * 1000 <= context.nowMs) {
    return refuse('ExpiredToken', 'The security token included in the request is expired', 403);
  }
  const role = context.directory.roleByArn.get(payload.role);
  return role === undefined ? invalidToken() : callerOf(payload, role, context.directory);
}

function callerOf(payload: SessionPayload, role: KnownRole, directory: Directory): Caller {
  const sessionName = payload.arn.slice(payload.arn.lastIndexOf('/') + 1);
  return {
    account: role.account,
    arn: payload.arn,
    userId: `${role.uniqueId}:${sessionName}`,
    arns: [payload.arn, role.arn],
    principalArn: role.arn,
    statements: role.statements,
    serviceControl: directory.serviceControl(role.account),
    sessionPolicy: payload.policy?.Statement,
    session: true,
    tags: { ...role.tags, ...payload.tags },
    transitive: payload.transitive ?? [],
  };
}

/** The caller's condition keys. @public */
export function callerContext(caller: Caller): RequestContext {
  return {
    'aws:principalarn': caller.principalArn,
    'aws:principalaccount': caller.account,
    'aws:userid': caller.userId,
    ...Object.fromEntries(
      Object.entries(caller.tags).map(([k, v]) => [`aws:principaltag/${k.toLowerCase()}`, v]),
    ),
  };
}
