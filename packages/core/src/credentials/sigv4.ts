/**
 * Signature Version 4 of a request without a body: what one call needs is not worth another client of the SDK.
 * Source: AWS, "Create a signed AWS API request".
 */
import { createHash, createHmac } from 'node:crypto';
import type { SigningCredentials } from './signing-credentials.ts';

/** What is signed, for whom. */
export interface GetToSign {
  readonly url: URL;
  readonly region: string;
  readonly service: string;
  readonly credentials: SigningCredentials;
  /** Epoch, milliseconds, by AWS's clock. */
  readonly at: number;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** The headers that a GET is sent with, its signature among them. */
export function signedHeaders({
  url,
  region,
  service,
  credentials,
  at,
}: GetToSign): Readonly<Record<string, string>> {
  const date = `${new Date(at).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
  const day = date.slice(0, 8);
  const token = credentials.sessionToken;
  const headers = {
    host: url.host,
    'x-amz-date': date,
    ...(token === undefined ? {} : { 'x-amz-security-token': token }),
  };
  const names = Object.keys(headers).join(';');
  const canonical = [
    'GET',
    // The path is encoded once more than it is sent.
    url.pathname.split('/').map(encoded).join('/'),
    '',
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
    '',
    names,
    sha256(''),
  ].join('\n');
  const scope = [day, region, service, 'aws4_request'];
  const toSign = [ALGORITHM, date, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>(
    (before, part) => hmac(before, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = hmac(key, toSign).toString('hex');
  const credential = [credentials.accessKeyId, ...scope].join('/');
  return {
    ...headers,
    authorization: `${ALGORITHM} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
