/** What STS, or the way to it, answered, as one of our codes. Source: STS API Reference, "Common Errors". */
import { type ErrorCode, MskReachError } from '../errors.ts';
import { DeadlineError } from './abort.ts';
import { describeError, plainCause, printable } from './printable.ts';
import { refusalCandidates } from './refusal.ts';

/** What was asked when it went wrong. */
export interface StsCall {
  readonly operation: string;
  /** Only where a role was assumed. */
  readonly roleArn?: string;
  readonly endpoint: string;
  /** What must not be in the words. */
  readonly secrets: readonly string[];
}

interface SdkError extends Error {
  readonly code?: unknown;
  /** The code on the wire; `name` is the SDK's word for it. */
  readonly Code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean };
}

const BY_AWS_CODE: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ['RegionDisabledException', 'STS_REGION_DISABLED'],
  ['ExpiredToken', 'CREDENTIALS_EXPIRED'],
  ['ExpiredTokenException', 'CREDENTIALS_EXPIRED'],
  ['InvalidIdentityToken', 'STS_REFUSED'],
  ['IncompleteSignature', 'STS_REFUSED'],
  ['UnrecognizedClientException', 'STS_REFUSED'],
  ['RequestExpired', 'STS_REFUSED'],
  ['ValidationError', 'STS_INVALID_REQUEST'],
  ['ValidationException', 'STS_INVALID_REQUEST'],
  ['MalformedPolicyDocument', 'STS_INVALID_REQUEST'],
  ['MalformedPolicyDocumentException', 'STS_INVALID_REQUEST'],
  ['PackedPolicyTooLarge', 'STS_INVALID_REQUEST'],
  ['PackedPolicyTooLargeException', 'STS_INVALID_REQUEST'],
  ['InvalidParameterValue', 'STS_INVALID_REQUEST'],
  ['MissingParameter', 'STS_INVALID_REQUEST'],
]);
const THROTTLING =
  /^(?:Throttl\w*|TooManyRequests\w*|RequestLimitExceeded|SlowDown|LimitExceeded\w*|BandwidthLimitExceeded)$/;
const TLS_TROUBLE = /^(?:ERR_TLS_|ERR_SSL_|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|EPROTO)/;

/** Turns whatever the SDK threw into one error; nothing of it that could hold a secret is kept. */
export function stsError(error: unknown, call: StsCall): MskReachError {
  if (error instanceof MskReachError) return error;
  const sdk = toError(error);
  const httpStatus = sdk.$metadata?.httpStatusCode;
  return httpStatus === undefined ? unreachable(sdk, call) : answered(sdk, httpStatus, call);
}

function answered(sdk: SdkError, httpStatus: number, call: StsCall): MskReachError {
  const awsCode = printable(typeof sdk.Code === 'string' ? sdk.Code : sdk.name, call.secrets, 80);
  const awsMessage = printable(withoutHint(sdk.message), call.secrets);
  const code = httpStatus === 407 ? 'STS_UNREACHABLE' : classify(awsCode, httpStatus);
  // The SDK has measured the skew now: the same request, dated anew, may pass.
  const skewed = sdk.$metadata?.clockSkewCorrected === true;
  const retryable = skewed || code === 'STS_THROTTLED' || httpStatus >= 500;
  const candidates = call.roleArn === undefined ? [] : refusalCandidates(awsCode, awsMessage);
  return new MskReachError(code, `${subject(call)} was answered ${httpStatus} ${awsCode}: ${awsMessage}`, {
    retryable,
    cause: plainCause(sdk, call.secrets),
    details: {
      ...factsOf(call),
      awsCode,
      awsMessage,
      httpStatus,
      ...(skewed ? { clockSkewCorrected: true } : {}),
      ...(candidates.length > 0 ? { candidates } : {}),
    },
  });
}

function classify(awsCode: string, httpStatus: number): ErrorCode {
  const known = BY_AWS_CODE.get(awsCode);
  if (known !== undefined) return known;
  if (httpStatus === 429 || THROTTLING.test(awsCode)) return 'STS_THROTTLED';
  if (httpStatus === 401 || httpStatus === 403) return 'STS_REFUSED';
  return httpStatus === 400 && !/^(?:Error|SyntaxError|Unknown\w*)$/.test(awsCode)
    ? 'STS_INVALID_REQUEST'
    : 'STS_FAILED';
}

function unreachable(sdk: SdkError, call: StsCall): MskReachError {
  const errno = typeof sdk.code === 'string' ? printable(sdk.code, [], 60) : null;
  const reason = printable(describeError(sdk), call.secrets);
  const details = { ...factsOf(call), ...(errno === null ? {} : { errno }) };
  const cause = plainCause(sdk, call.secrets);
  if (
    errno === null &&
    !(sdk instanceof DeadlineError) &&
    sdk.name !== 'TimeoutError' &&
    sdk.name !== 'AbortError'
  ) {
    return new MskReachError('STS_FAILED', `${subject(call)} could not be made: ${reason}`, {
      cause,
      details,
    });
  }
  // A certificate that is wrong now is wrong in a second too.
  const retryable = errno === null || !TLS_TROUBLE.test(errno);
  return new MskReachError('STS_UNREACHABLE', `STS at ${call.endpoint} could not be reached: ${reason}`, {
    retryable,
    cause,
    details,
  });
}

function subject({ operation, roleArn }: StsCall): string {
  return roleArn === undefined ? operation : `${operation} of ${printable(roleArn, [], 200)}`;
}

function factsOf({ operation, roleArn, endpoint }: StsCall): Record<string, unknown> {
  return { operation, ...(roleArn === undefined ? {} : { roleArn }), endpoint };
}

function withoutHint(message: string): string {
  return message.split('\n  Deserialization error:')[0] ?? '';
}

function toError(error: unknown): SdkError {
  return error instanceof Error ? error : new Error(String(error));
}
