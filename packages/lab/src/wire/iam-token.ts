/** The service's side of the IAM signers' tokens: what the Java validator of the real brokers decides, in TypeScript. */
import { type BrokerIam, brokerStatement, type BrokerStatement } from '../iam/broker-iam.ts';
import { evaluate } from '../iam/policy.ts';
import { isRefusal, type Refusal } from '../iam/refusal.ts';
import { openSession, secretAccessKey } from '../iam/secrets.ts';
import {
  checkScope,
  checkSignature,
  parseSignature,
  type ParsedSignature,
  type SignedRequest,
} from '../iam/sigv4.ts';
import type { TokenAccepted, TokenCheck, TokenRefused } from './token-check.ts';

const SERVICE = 'kafka-cluster';
const CONNECT = 'kafka-cluster:Connect';
/** Official tokens have 1 to 2 KiB; the session token in them is the part that grows. */
const MAX_TOKEN_LENGTH = 16 * 1024;
const MAX_EXPIRES_SECONDS = 900;
const MAX_FUTURE_MS = 5 * 60 * 1000;
const PRINTABLE_ASCII = /^[!-~]+$/u;

interface Caller {
  readonly arn: string;
  readonly endMs: number;
  /** Each must allow: the identity's statements, and the session policy where there is one. */
  readonly policies: readonly (readonly BrokerStatement[])[];
}

/**
 * Makes the check for what brokers know of IAM: signature, host, service, Region, action, signed headers, date, a whole
 * `X-Amz-Expires` of 1 to 900, expiry, session token, and `kafka-cluster:Connect`.
 *
 * @param now milliseconds since the epoch, of this machine
 */
export function iamTokenCheck(iam: BrokerIam, now: () => number): TokenCheck {
  return (token) => {
    const url = urlOf(token);
    if (url === undefined) return refused('malformed', 'no base64url of a URL');
    const nowMs = now() + iam.clockSkewMs;
    const mistake = checkAddress(url, iam) ?? checkParameters(url);
    if (mistake !== undefined) return mistake;
    const request = signedRequest(url);
    const parsed = parseSignature(request);
    if (isRefusal(parsed)) return translated('signature', parsed);
    return checkLifetime(url, parsed, nowMs) ?? checkCaller(request, parsed, url, { iam, nowMs });
  };
}

function urlOf(token: string): URL | undefined {
  if (token.length > MAX_TOKEN_LENGTH || !/^[\w-]+=*$/u.test(token)) return undefined;
  const text = Buffer.from(token, 'base64url').toString('latin1');
  return PRINTABLE_ASCII.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

function checkAddress(url: URL, { cluster }: BrokerIam): TokenRefused | undefined {
  const expected = `kafka.${cluster.region}.amazonaws.com`;
  if (url.protocol !== 'https:') return refused('scheme', 'not https');
  if (url.host !== expected) {
    const regional = /^kafka\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/u.test(url.host);
    return refused(regional ? 'region' : 'host', `${url.host} is not ${expected}`);
  }
  return url.pathname === '/' && url.hash === '' ? undefined : refused('path', 'not /');
}

function checkParameters(url: URL): TokenRefused | undefined {
  const names = [...url.searchParams.keys()];
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) return refused('duplicate_parameter', `a parameter occurs twice: ${twice}`);
  const action = url.searchParams.get('Action');
  if (action !== CONNECT) return refused('action', `Action is ${action}, not ${CONNECT}`);
  const headers = url.searchParams.get('X-Amz-SignedHeaders');
  return headers === 'host'
    ? undefined
    : refused('signed_headers', `X-Amz-SignedHeaders is ${headers}, not host`);
}

/** As it was signed: the signers append their user agent afterwards. */
function signedRequest(url: URL): SignedRequest {
  const query = url.search
    .slice(1)
    .split('&')
    .filter((pair) => !pair.startsWith('User-Agent='))
    // In a signed URL a plus sign is one, not a space.
    .map((pair) => pair.replaceAll('+', '%2B'));
  return {
    method: 'GET',
    path: '/',
    query: query.join('&'),
    headers: { host: [url.host] },
    body: new Uint8Array(),
  };
}

function checkLifetime(url: URL, { date }: ParsedSignature, nowMs: number): TokenRefused | undefined {
  const expires = url.searchParams.get('X-Amz-Expires') ?? '';
  const seconds = /^\d{1,3}$/u.test(expires) ? Number(expires) : 0;
  if (seconds < 1 || seconds > MAX_EXPIRES_SECONDS) {
    return refused(
      'expires',
      `X-Amz-Expires is not a whole number of 1 to ${MAX_EXPIRES_SECONDS}: ${expires}`,
    );
  }
  const aheadMs = startOf(date) - nowMs;
  if (aheadMs > MAX_FUTURE_MS)
    return refused('future', `signed ${Math.round(aheadMs / 1000)} s ahead of the lab's clock`);
  const leftMs = aheadMs + seconds * 1000;
  return leftMs > 0 ? undefined : refused('expired', `ended ${Math.round(-leftMs / 1000)} s ago`);
}

interface Circumstances {
  readonly iam: BrokerIam;
  /** The lab's clock. */
  readonly nowMs: number;
}

function checkCaller(
  request: SignedRequest,
  parsed: ParsedSignature,
  url: URL,
  { iam, nowMs }: Circumstances,
): TokenAccepted | TokenRefused {
  const scope = checkScope(parsed, iam.cluster.region, SERVICE);
  if (scope !== undefined) return translated('scope', scope);
  const endMs = startOf(parsed.date) + Number(url.searchParams.get('X-Amz-Expires')) * 1000;
  const caller = parsed.accessKeyId.startsWith('ASIA')
    ? sessionCaller(iam, parsed, nowMs, endMs)
    : userCaller(iam, parsed, endMs);
  if ('reason' in caller) return caller;
  const signature = checkSignature(request, parsed, secretAccessKey(iam.master, parsed.accessKeyId));
  if (signature !== undefined) return translated('signature', signature);
  const { arnPrefix, name, uuid } = iam.cluster;
  const cluster = `${arnPrefix}:cluster/${name}/${uuid}`;
  const allowed = caller.policies.every((statements) => evaluate(statements, CONNECT, cluster) === 'allow');
  if (!allowed) return refused('connect_denied', `${caller.arn} lacks ${CONNECT}`);
  return { principal: caller.arn, lifetimeMs: caller.endMs - nowMs };
}

function sessionCaller(
  iam: BrokerIam,
  { accessKeyId, sessionToken }: ParsedSignature,
  nowMs: number,
  tokenEndMs: number,
): Caller | TokenRefused {
  if (sessionToken === undefined)
    return refused('session_token_missing', 'a temporary key without X-Amz-Security-Token');
  const session = openSession(iam.master, sessionToken);
  if (session === undefined) return refused('session_token', 'not a session token of this lab');
  if (session.k !== accessKeyId) return refused('session_token', "the session token is another key's");
  const sessionEndMs = session.exp * 1000;
  if (nowMs >= sessionEndMs)
    return refused('session_expired', `ended ${Math.round((nowMs - sessionEndMs) / 1000)} s ago`);
  const role = iam.roles[session.role];
  if (role === undefined) return refused('unknown_role', `no such role: ${session.role}`);
  const policies = [
    role.statements,
    ...(session.policy === undefined ? [] : [sessionPolicy(session.policy.Statement)]),
  ];
  return { arn: session.arn, endMs: Math.min(tokenEndMs, sessionEndMs), policies };
}

function userCaller(
  iam: BrokerIam,
  { accessKeyId, sessionToken }: ParsedSignature,
  endMs: number,
): Caller | TokenRefused {
  const user = iam.users[accessKeyId];
  if (user === undefined) return refused('unknown_key', `no such access key id: ${accessKeyId}`);
  if (sessionToken !== undefined) return refused('session_token', "a user's key with a session token");
  return { arn: user.arn, endMs, policies: [user.statements] };
}

type SessionStatements = NonNullable<NonNullable<ReturnType<typeof openSession>>['policy']>['Statement'];

function sessionPolicy(statements: SessionStatements): readonly BrokerStatement[] {
  return statements.map(brokerStatement);
}

/** Milliseconds of a `YYYYMMDDTHHMMSSZ` that was parsed before. */
function startOf(date: string): number {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/u.exec(date) ?? [];
  return Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
}

function refused(reason: string, detail: string): TokenRefused {
  return { reason, detail };
}

/** AWS's code says more to a reader than its long text. */
function translated(reason: string, { code, message }: Refusal): TokenRefused {
  return refused(reason, `${code}: ${message}`);
}
