/**
 * Signature Version 4, the service's side: parses and verifies header and presigned-query signatures.
 *
 * Source: AWS, "Create a signed AWS API request". The codes and texts are those that users of AWS report.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { isRefusal, refuse, type Refusal } from './refusal.ts';

/** An HTTP request as it was signed. @public */
export interface SignedRequest {
  readonly method: string;
  /** Path as sent, without the query. */
  readonly path: string;
  /** Query as sent, without the `?`. */
  readonly query: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

/** A signature read from a request, not yet verified. @public */
export interface ParsedSignature {
  readonly accessKeyId: string;
  readonly scopeDate: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly date: string;
  /** The session token sent beside it. */
  readonly sessionToken: string | undefined;
  readonly presigned: boolean;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const WINDOW_MS = 15 * 60_000;
const incomplete = (message: string): Refusal => refuse('IncompleteSignature', message);
const mismatch = (message: string): Refusal => refuse('SignatureDoesNotMatch', message, 403);

/** Reads the signature of a request; refuses with MissingAuthenticationToken or IncompleteSignature. @public */
export function parseSignature(request: SignedRequest): ParsedSignature | Refusal {
  const query = new URLSearchParams(request.query);
  const authorization = request.headers['authorization']?.[0];
  if (authorization !== undefined) return parseHeader(request, authorization);
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature')) return parseQuery(query);
  return refuse('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
}

function parseHeader(request: SignedRequest, authorization: string): ParsedSignature | Refusal {
  const space = authorization.indexOf(' ');
  const algorithm = space < 0 ? authorization : authorization.slice(0, space);
  if (algorithm.startsWith('AWS4-') && algorithm !== ALGORITHM) {
    return incomplete(`Unsupported AWS 'algorithm': '${algorithm}'.`);
  }
  const fields = new Map(
    (space < 0 ? '' : authorization.slice(space + 1)).split(',').map((part) => {
      const [name = '', ...value] = part.trim().split('=');
      return [name, value.join('=')] as const;
    }),
  );
  const date = request.headers['x-amz-date']?.[0] ?? httpDate(request.headers['date']?.[0]);
  const missing = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => !fields.get(name))
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (date === undefined) {
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  // AWS repeats the header here; the algorithm alone is enough, and keeps a signature out of logs.
  if (missing.length > 0) return incomplete(`${missing.join(' ')} Authorization=${algorithm}`);
  return assemble({
    credential: fields.get('Credential') ?? '',
    signedHeaders: fields.get('SignedHeaders') ?? '',
    signature: fields.get('Signature') ?? '',
    date: date ?? '',
    sessionToken: request.headers['x-amz-security-token']?.join(','),
    presigned: false,
  });
}

function parseQuery(query: URLSearchParams): ParsedSignature | Refusal {
  const algorithm = query.get('X-Amz-Algorithm');
  if (algorithm !== ALGORITHM) return incomplete(`Unsupported AWS 'algorithm': '${algorithm ?? ''}'.`);
  const missing = ['X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date']
    .filter((name) => !query.get(name))
    .map((name) => `AWS query-string parameters must include '${name}'.`);
  if (missing.length > 0) return incomplete(`${missing.join(' ')} Re-examine the query-string parameters.`);
  return assemble({
    credential: query.get('X-Amz-Credential') ?? '',
    signedHeaders: query.get('X-Amz-SignedHeaders') ?? '',
    signature: query.get('X-Amz-Signature') ?? '',
    date: query.get('X-Amz-Date') ?? '',
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    presigned: true,
  });
}

interface Parts {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly date: string;
  readonly sessionToken: string | undefined;
  readonly presigned: boolean;
}

function assemble(parts: Parts): ParsedSignature | Refusal {
  const credential = parts.credential.split('/');
  const [accessKeyId = '', scopeDate = '', region = '', service = '', terminator = ''] = credential;
  if (credential.length !== 5) {
    return incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${parts.credential}'`,
    );
  }
  if (Number.isNaN(instant(parts.date))) {
    return incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${parts.date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  const signedHeaders = parts.signedHeaders.toLowerCase().split(';');
  if (!signedHeaders.includes('host')) {
    return incomplete("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  const { signature, date, sessionToken, presigned } = parts;
  return {
    accessKeyId,
    scopeDate,
    region,
    service,
    terminator,
    signedHeaders,
    signature,
    date,
    sessionToken,
    presigned,
  };
}

/** Refuses a request dated more than 15 minutes from `nowMs`. @public */
export function checkWindow(date: string, nowMs: number): Refusal | undefined {
  const at = instant(date);
  const now = basicDate(nowMs);
  if (at < nowMs - WINDOW_MS) {
    return mismatch(
      `Signature expired: ${date} is now earlier than ${basicDate(nowMs - WINDOW_MS)} (${now} - 15 min.)`,
    );
  }
  if (at > nowMs + WINDOW_MS) {
    return mismatch(
      `Signature not yet current: ${date} is still later than ${basicDate(nowMs + WINDOW_MS)} (${now} + 15 min.)`,
    );
  }
  return undefined;
}

/** Refuses a signature made for another Region, service or day. @public */
export function checkScope(parsed: ParsedSignature, region: string, service: string): Refusal | undefined {
  const day = parsed.date.slice(0, 8);
  const wrong = [
    // Both trailing spaces are AWS's own.
    parsed.region === region ? '' : 'Credential should be scoped to a valid region. ',
    parsed.service === service ? '' : `Credential should be scoped to correct service: '${service}'. `,
    parsed.terminator === 'aws4_request'
      ? ''
      : `Credential should be scoped with a valid terminator: 'aws4_request', not '${parsed.terminator}'. `,
    parsed.scopeDate === day
      ? ''
      : `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${parsed.scopeDate}' != '${day}', from '${parsed.date}'. `,
  ].join('');
  return wrong === '' ? undefined : mismatch(wrong);
}

/** Refuses a signature that `secret` did not make over this request. @public */
export function checkSignature(
  request: SignedRequest,
  parsed: ParsedSignature,
  secret: string,
): Refusal | undefined {
  const scope = [parsed.scopeDate, parsed.region, parsed.service, parsed.terminator];
  const toSign = [ALGORITHM, parsed.date, scope.join('/'), sha256(canonicalRequest(request, parsed))].join(
    '\n',
  );
  const key = scope.reduce<string | Buffer>((previous, part) => hmac(previous, part), `AWS4${secret}`);
  const expected = Buffer.from(hmac(key, toSign).toString('hex'));
  const given = Buffer.from(parsed.signature);
  if (expected.length === given.length && timingSafeEqual(expected, given)) return undefined;
  return mismatch(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  );
}

function canonicalRequest(request: SignedRequest, parsed: ParsedSignature): string {
  const headers = parsed.signedHeaders.map((name) => {
    const values = (request.headers[name] ?? []).map((value) => value.trim().replaceAll(/ +/g, ' '));
    return `${name}:${values.join(',')}\n`;
  });
  return [
    request.method,
    request.path.split('/').map(encode).join('/'),
    canonicalQuery(request.query),
    headers.join(''),
    parsed.signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .join('&');
}

const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text, 'utf8').digest();

/** `YYYYMMDDTHHMMSSZ` of an instant. @public */
export function basicDate(ms: number): string {
  return `${new Date(ms).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
}

/** Milliseconds of a `YYYYMMDDTHHMMSSZ`, or NaN. */
function instant(date: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (match === null) return Number.NaN;
  const [, y, mo, d, h, mi, s] = match;
  return Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
}

function httpDate(date: string | undefined): string | undefined {
  if (date === undefined) return undefined;
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? date : basicDate(ms);
}

/** Checks a request's signature whole, but for the key: window, then scope. @public */
export function readSignature(
  request: SignedRequest,
  expected: { readonly region: string; readonly service: string; readonly nowMs: number },
): ParsedSignature | Refusal {
  const parsed = parseSignature(request);
  if (isRefusal(parsed)) return parsed;
  return (
    checkWindow(parsed.date, expected.nowMs) ??
    checkScope(parsed, expected.region, expected.service) ??
    parsed
  );
}
