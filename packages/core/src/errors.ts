/**
 * The one error class of msk-reach, and every code it can carry.
 *
 * Callers match on `code`, never on text or on `instanceof`.
 */

/** Every stable error code. A code once published never changes its meaning. @public */
export type ErrorCode =
  | 'CONFIG_INVALID'
  | 'CONFIG_CONFLICT'
  | 'CREDENTIALS_UNAVAILABLE'
  | 'CREDENTIALS_EXPIRED'
  | 'STS_REFUSED'
  | 'STS_INVALID_REQUEST'
  | 'STS_UNREACHABLE'
  | 'STS_THROTTLED'
  | 'STS_REGION_DISABLED'
  | 'STS_FAILED'
  | 'AWS_REFUSED'
  | 'AWS_NOT_FOUND'
  | 'AWS_UNREACHABLE'
  | 'AWS_FAILED'
  | 'METADATA_UNREACHABLE'
  | 'METADATA_REFUSED'
  | 'METADATA_INVALID'
  | 'TOKEN_INVALID'
  | 'TOKEN_FOREIGN_HOST'
  | 'DNS_NOT_FOUND'
  | 'DNS_NO_DATA'
  | 'DNS_SERVER_FAILURE'
  | 'DNS_REFUSED'
  | 'DNS_TIMEOUT'
  | 'DNS_MALFORMED'
  | 'DNS_FAILED'
  | 'TCP_TIMEOUT'
  | 'TCP_REFUSED'
  | 'TCP_RESET'
  | 'TCP_UNREACHABLE'
  | 'TCP_CLOSED'
  | 'TCP_FAILED'
  | 'TLS_TIMEOUT'
  | 'TLS_NAME_MISMATCH'
  | 'TLS_UNTRUSTED'
  | 'TLS_EXPIRED'
  | 'TLS_NOT_YET_VALID'
  | 'TLS_PROTOCOL'
  | 'TLS_CLOSED'
  | 'KAFKA_FRAME_INVALID'
  | 'KAFKA_CORRELATION_MISMATCH'
  | 'KAFKA_VERSION_UNSUPPORTED'
  | 'KAFKA_ERROR'
  | 'KAFKA_TIMEOUT'
  | 'KAFKA_CLOSED'
  | 'KAFKA_DENIED'
  | 'SASL_MECHANISM_UNSUPPORTED'
  | 'SASL_REFUSED'
  | 'SASL_SESSION_TOO_SHORT'
  | 'PREFLIGHT_FAILED'
  | 'INPUT_UNREADABLE'
  | 'INPUT_INVALID'
  | 'INPUT_TOO_LARGE'
  | 'DEADLINE_EXCEEDED'
  | 'ABORTED'
  | 'CLOSED'
  | 'INTERNAL';

/** What an error is made of. @public */
export interface ErrorOptions {
  /** Whether the same call may succeed later without anybody changing anything. @default false */
  readonly retryable?: boolean;
  /** What led to it. */
  readonly cause?: unknown;
  /** Facts for machines: plain JSON, no secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Longer chains are loops. */
const DEEPEST_CHAIN = 20;

/** The only error that msk-reach throws. @public */
export class MskReachError extends Error {
  override readonly name = 'MskReachError';
  /** Stable, for callers to match on. */
  readonly code: ErrorCode;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** Facts for machines: plain JSON, no secrets. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
  }
}

/** The {@link MskReachError} in a chain of causes: kafkajs wraps what it is given. Null where there is none. @public */
export function findMskReachError(error: unknown): MskReachError | null {
  return causes(error).find(isMskReachError) ?? null;
}

/** The error and what led to it, each the cause of the one before. */
export function causes(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let at = error; at instanceof Error && chain.length < DEEPEST_CHAIN; at = at.cause) chain.push(at);
  return chain;
}

/** Tells a {@link MskReachError} by its shape, also across two copies of the package. @public */
export function isMskReachError(error: unknown): error is MskReachError {
  return error instanceof Error && error.name === 'MskReachError' && 'code' in error;
}

/** The same error, with nothing that led to it: for chains that must end with it. */
export function withoutCause({ code, message, retryable, details }: MskReachError): MskReachError {
  return new MskReachError(code, message, { retryable, details });
}
