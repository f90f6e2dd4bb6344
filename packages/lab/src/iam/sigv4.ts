/**
 * Signature Version 4, the service's side: verifies what `sigv4-parse.ts` read.
 *
 * Source: AWS, "Create a signed AWS API request". The codes and texts are those that users of AWS report.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { isRefusal, refuse, type Refusal } from './refusal.ts';
import {
  ALGORITHM,
  basicDate,
  instant,
  parseSignature,
  type ParsedSignature,
  type SignedRequest,
} from './sigv4-parse.ts';

const WINDOW_MS = 15 * 60_000;
const mismatch = (message: string): Refusal => refuse('SignatureDoesNotMatch', message, 403);

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
