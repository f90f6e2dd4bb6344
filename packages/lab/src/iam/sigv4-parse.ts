/** Signature Version 4, read from a request: the Authorization header, or the query of a presigned URL. */
import { refuse, type Refusal } from './refusal.ts';

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

/** The one algorithm. @public */
export const ALGORITHM = 'AWS4-HMAC-SHA256';
const incomplete = (message: string): Refusal => refuse('IncompleteSignature', message);

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

/** `YYYYMMDDTHHMMSSZ` of an instant. @public */
export function basicDate(ms: number): string {
  return `${new Date(ms).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
}

/** Milliseconds of a `YYYYMMDDTHHMMSSZ`, or NaN. @public */
export function instant(date: string): number {
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
