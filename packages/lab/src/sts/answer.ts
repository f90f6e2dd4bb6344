/** One request answered: dispatch, authentication, decision and XML, with no socket in sight. */
import type { Directory } from '../iam/directory.ts';
import { isRefusal, refuse, type Refusal } from '../iam/refusal.ts';
import type { RandomBytes } from '../iam/secrets.ts';
import type { SignedRequest } from '../iam/sigv4.ts';
import { authenticate, type Caller } from './caller.ts';
import { decideAssumeRole } from './decide.ts';
import { parseAssumeInput } from './parameters.ts';
import { parseQueryRequest, type QueryRequest } from './request.ts';
import { issueSession, type Grant, type SessionCredentials } from './session.ts';
import type { IssuerKeys } from './web-identity.ts';
import { decideWebIdentity, verifyToken } from './decide-web-identity.ts';
import { errorXml, successXml, type Xml } from './xml.ts';

/** All that an answer depends on. @public */
export interface StsWorld {
  readonly directory: Directory;
  /** Hex of 32 bytes. */
  readonly master: string;
  /** The Region whose endpoint this is. */
  readonly region: string;
  /** OpenID Connect issuers whose keys STS can fetch. */
  readonly issuers: readonly IssuerKeys[];
  /** The service's clock, milliseconds since the epoch. */
  readonly nowMs: number;
  readonly random: RandomBytes;
  readonly requestId: string;
  /** Grants at most this many seconds. @default as asked */
  readonly sessionSeconds?: number | undefined;
}

/** An HTTP answer and what the log says of it. @public */
export interface StsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The action asked for, or `-`. */
  readonly action: string;
  /** `ok`, or the error's code. */
  readonly outcome: string;
  /** The caller's ARN, once authenticated. */
  readonly caller?: string;
}

const VERSION = '2011-06-15';
const ACTIONS = ['AssumeRole', 'AssumeRoleWithWebIdentity', 'GetCallerIdentity'];
const XML = { 'Content-Type': 'text/xml' };

/** The action a request names, or `-`: what faults filter on. @public */
export function actionOf(request: SignedRequest): string {
  const query = parseQueryRequest(request);
  return 'action' in query ? query.action : '-';
}

/** The role session name a request asks for; undefined when it names none. @public */
export function sessionNameOf(request: SignedRequest): string | undefined {
  const query = parseQueryRequest(request);
  return 'action' in query ? query.parameters.get('RoleSessionName') : undefined;
}

/** A refusal as an answer. @public */
export function refusalAnswer(
  refusal: Refusal,
  action: string,
  requestId: string,
  caller?: string,
): StsAnswer {
  return {
    status: refusal.status,
    headers: XML,
    body: errorXml(refusal, requestId),
    action,
    outcome: refusal.code,
    ...(caller === undefined ? {} : { caller }),
  };
}

/** Answers one request. @public */
export function answer(request: SignedRequest, world: StsWorld): StsAnswer {
  const query = parseQueryRequest(request);
  if ('unknownPath' in query) {
    const body = '<UnknownOperationException/>\n';
    return { status: 404, headers: XML, body, action: '-', outcome: 'UnknownOperationException' };
  }
  if ('redirect' in query) {
    return { status: 302, headers: { Location: query.redirect }, body: '', action: '-', outcome: 'redirect' };
  }
  const { action, version } = query;
  if (version !== VERSION || !ACTIONS.includes(action)) {
    const text = `Could not find operation ${action} for version ${version ?? 'NO_VERSION_SPECIFIED'}`;
    return refusalAnswer(refuse('InvalidAction', text), action, world.requestId);
  }
  return action === 'AssumeRoleWithWebIdentity' ? webIdentity(query, world) : signed(request, query, world);
}

function success(action: string, result: Xml, world: StsWorld, caller?: string): StsAnswer {
  const body = successXml(action, result, world.requestId);
  return {
    status: 200,
    headers: XML,
    body,
    action,
    outcome: 'ok',
    ...(caller === undefined ? {} : { caller }),
  };
}

function signed(request: SignedRequest, query: QueryRequest, world: StsWorld): StsAnswer {
  const caller = authenticate(request, world);
  if (isRefusal(caller)) return refusalAnswer(caller, query.action, world.requestId);
  if (query.action === 'GetCallerIdentity') {
    const { arn: Arn, userId: UserId, account: Account } = caller;
    return success(query.action, { Arn, UserId, Account }, world, caller.arn);
  }
  const result = assumeRole(query, caller, world);
  if (isRefusal(result)) return refusalAnswer(result, query.action, world.requestId, caller.arn);
  return success(query.action, result, world, caller.arn);
}

function assumeRole(query: QueryRequest, caller: Caller, world: StsWorld): Xml | Refusal {
  const input = parseAssumeInput(query.parameters);
  if (isRefusal(input)) return input;
  const grant = decideAssumeRole(world.directory, caller, input);
  if (isRefusal(grant)) return grant;
  const session = issueSession(grant, world);
  return { ...assumedRole(session), PackedPolicySize: input.packedPercent?.toString() };
}

const assumedRole = (session: SessionCredentials): { readonly [name: string]: Xml } => ({
  AssumedRoleUser: { AssumedRoleId: session.assumedRoleId, Arn: session.arn },
  Credentials: {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    SessionToken: session.sessionToken,
    Expiration: session.expiration,
  },
});

function webIdentity(query: QueryRequest, world: StsWorld): StsAnswer {
  const result = assumeRoleWithWebIdentity(query, world);
  return isRefusal(result)
    ? refusalAnswer(result, query.action, world.requestId)
    : success(query.action, result, world);
}

function assumeRoleWithWebIdentity(query: QueryRequest, world: StsWorld): Xml | Refusal {
  const text = query.parameters.get('WebIdentityToken');
  if (text === undefined || text.length < 4 || text.length > 20_000) {
    const rule = text === undefined ? 'not be null' : 'have length between 4 and 20000';
    const shown = text === undefined ? 'Value null' : 'Value';
    return refuse(
      'ValidationError',
      `1 validation error detected: ${shown} at 'webIdentityToken' failed to satisfy constraint: Member must ${rule}`,
    );
  }
  const input = parseAssumeInput(query.parameters);
  if (isRefusal(input)) return input;
  const account = input.roleArn.split(':')[4] ?? '';
  const token = verifyToken(text, account, world.directory.oidcProviders, world.issuers, world.nowMs);
  if (isRefusal(token)) return token;
  const grant: Grant | Refusal = decideWebIdentity(world.directory, token, input);
  if (isRefusal(grant)) return grant;
  return {
    SubjectFromWebIdentityToken: token.subject,
    Audience: token.audience,
    ...assumedRole(issueSession(grant, world)),
    Provider: `arn:aws:iam::${account}:oidc-provider/${token.provider.url.replace(/^https:\/\//, '')}`,
    PackedPolicySize: input.packedPercent?.toString(),
  };
}
