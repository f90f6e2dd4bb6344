/**
 * What a refused login means for a client: try again, try again with fresh credentials, or give up and say so.
 *
 * MSK answers a token that has expired and a permission that is missing with the same words. So a refusal is met with
 * fresh credentials first, and taken for final only when the brokers refuse those too.
 */
import type { Identity } from '../credentials/identity.ts';
import { isMskReachError, MskReachError } from '../errors.ts';
import type { RateLimiter } from '../net/rate-limit.ts';
import type { Ports } from '../ports.ts';
import { lookCloser } from './look-closer.ts';

/** What a token is signed with. */
export interface Attempt {
  /** Which credentials: counted up by each renewal after a refusal. */
  readonly generation: number;
  /** How far this machine's clock is ahead of the one that never steps, milliseconds. */
  readonly clockAheadMs: number;
}

/** The logins of one client. */
export interface Logins {
  /** Before a token is signed. */
  begin(): Attempt;
  /** A broker let us in. */
  accepted(attempt: Attempt): void;
  /** What becomes of a refusal. */
  refused(refusal: MskReachError, attempt: Attempt): Promise<MskReachError>;
  /** What becomes of a failure before anything was presented. */
  failed(error: unknown): MskReachError;
  /** Why this client cannot log in, as long as nothing but somebody's action mends it. */
  readonly trouble: () => MskReachError | null;
}

interface Parts {
  readonly identity: Pick<Identity, 'renew'>;
  readonly ports: Pick<Ports, 'now' | 'monotonic' | 'sleep' | 'random'>;
  /** Held back when the cluster's quota of connection attempts is used up. */
  readonly connections: Pick<RateLimiter, 'pause'>;
  /** `HOST:PORT`, for the command that looks closer. */
  readonly bootstrap: string;
  /** Fires when the client is over. */
  readonly ended: AbortSignal;
}

/** Fresh credentials that are refused so often are refused for good. */
const MOST_RENEWALS = 2;
/** Before credentials are renewed again: doubled each time, stretched at random by up to half. */
const RENEWAL_PAUSE_MS = 1_000;
/** A refusal so long after the last one begins anew. */
const SERIES_MS = 30_000;
/** MSK asks for a second at least after "Too many connects"; doubled each time. */
const THROTTLE_PAUSE_MS = { least: 1_000, most: 4_000 };
/** Less than AWS forgives a signature: a clock that was moved by more is told of. */
const CLOCK_STEP_MS = 60_000;

/** An account of logins, without any yet. */
export function createLogins({ identity, ports, connections, bootstrap, ended }: Parts): Logins {
  let generation = 0;
  let renewals = 0;
  let throttled = 0;
  let lastRefusal = Number.NEGATIVE_INFINITY;
  let renewal: Promise<MskReachError | null> | null = null;
  let trouble: MskReachError | null = null;
  const clockAhead = (): number => ports.now() - ports.monotonic();
  let aheadWhenGood = clockAhead();

  const settle = (error: MskReachError): MskReachError => {
    if (!error.retryable) trouble = error;
    return error;
  };
  /** Fresh credentials, or why there are none. */
  const renew = async (): Promise<MskReachError | null> => {
    const pause = renewals === 0 ? 0 : RENEWAL_PAUSE_MS * 2 ** (renewals - 1) * (1 + ports.random() / 2);
    renewals += 1;
    try {
      await ports.sleep(pause, ended);
      await identity.renew(ended);
      generation += 1;
      return null;
    } catch (error) {
      return codedError(error);
    } finally {
      renewal = null;
    }
  };
  const throttle = (refusal: MskReachError): MskReachError => {
    const pause = Math.min(THROTTLE_PAUSE_MS.most, THROTTLE_PAUSE_MS.least * 2 ** throttled);
    throttled += 1;
    connections.pause(pause * (1 + ports.random() / 2));
    return refusal;
  };

  return {
    begin: () => ({ generation, clockAheadMs: clockAhead() }),
    accepted({ clockAheadMs }) {
      renewals = 0;
      throttled = 0;
      trouble = null;
      aheadWhenGood = clockAheadMs;
    },
    async refused(refusal, attempt) {
      if (refusal.retryable) return throttle(refusal);
      const now = ports.monotonic();
      if (now - lastRefusal > SERIES_MS) renewals = 0;
      lastRefusal = now;
      if (attempt.generation < generation || isAnotherPrincipal(refusal)) return again(refusal);
      if (renewal === null && renewals >= MOST_RENEWALS)
        return settle(refusedForGood(refusal, bootstrap, clockAhead() - aheadWhenGood));
      renewal ??= renew();
      const failure = await renewal;
      if (failure === null) return again(refusal);
      return failure.retryable ? again(refusal) : settle(failure);
    },
    failed: (error) => settle(codedError(error)),
    trouble: () => trouble,
  };
}

/** A connection cannot change its principal, a new one can have another (KIP-368). */
function isAnotherPrincipal({ details }: MskReachError): boolean {
  return /cannot change principals/iu.test(String(details['message']));
}

function again(refusal: MskReachError): MskReachError {
  return new MskReachError(refusal.code, refusal.message, { retryable: true, details: refusal.details });
}

function refusedForGood(refusal: MskReachError, bootstrap: string, clockMovedMs: number): MskReachError {
  const why =
    Math.abs(clockMovedMs) > CLOCK_STEP_MS
      ? `This machine's clock was set ${moved(clockMovedMs)} since a broker last let the client in, and a token is good by the right time alone: set the clock right`
      : "Fresh credentials were refused too, so a permission is missing or was taken away, or this machine's clock is wrong";
  return new MskReachError(refusal.code, `${refusal.message}. ${why}. ${lookCloser(bootstrap)}`, {
    details: refusal.details,
  });
}

function moved(ms: number): string {
  return `${Math.round(Math.abs(ms) / 1_000)} s ${ms > 0 ? 'forward' : 'back'}`;
}

function codedError(error: unknown): MskReachError {
  if (isMskReachError(error)) return error;
  return new MskReachError('INTERNAL', error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}
