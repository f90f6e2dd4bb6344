/**
 * Credentials kept while they are good: fetched once a lifetime, one flight at a time, and never thrown away while
 * they still work.
 */
import { MskReachError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { aborted, unlessAborted } from './abort.ts';
import { isOver, leaseOf, msLeft, type Lease } from './lease.ts';
import type { SigningCredentials } from './signing-credentials.ts';

/** After a failed renewal of credentials that still work: doubled each time, up to the most. */
const RETRY_AFTER_MS = { least: 5_000, most: 60_000 };
/** No pause is longer than this share of what is left: short-lived credentials are tried for again in time. */
const RETRY_SHARE = 0.25;
/** A failure with nothing left to serve is answered again for this long, so that a storm of connections asks once. */
const REPEAT_FAILURE_MS = 1_000;
/** A source that still hands out the same credentials is asked again after this long. */
const UNCHANGED_FOR_MS = 30_000;

/** A source of credentials that remembers. */
export interface Renewing {
  /** Aborting gives up this caller's wait, not the flight that others share. */
  readonly get: (signal?: AbortSignal) => Promise<SigningCredentials>;
  /** Fetches now, whatever is kept; a failure keeps what is there, and is thrown. */
  readonly renew: (signal?: AbortSignal) => Promise<SigningCredentials>;
  /** Milliseconds until a renewal is due, 0 when it is; null while nothing was fetched yet, or where nothing ends. */
  readonly dueInMs: () => number | null;
  /** Milliseconds that the kept credentials still live; 0 without any. */
  readonly leftMs: () => number;
  /** What stands in the way of fresh credentials that are due; null: nothing, or none are due. */
  readonly failing: () => Failing | null;
  /** Resolves when credentials have been had for the first time. */
  readonly first: Promise<void>;
  /** Ends a flight under way; later calls throw CLOSED. */
  readonly close: () => void;
}

/** Fresh credentials are due and cannot be had. @public */
export interface Failing {
  readonly error: unknown;
  /** How long those at hand still work, milliseconds; 0 without any. */
  readonly leftMs: number;
  /** Whether so little is left that whoever needs them has to wait for fresh ones: a minute, or less of a short lifetime. */
  readonly isUrgent: boolean;
}

interface Failure {
  readonly error: unknown;
  readonly at: number;
  readonly count: number;
  readonly jitter: number;
}

/**
 * @param fetch gets new credentials; its signal fires on close
 * @param ports the clocks, and the randomness that spreads retries
 */
export function renewing(
  fetch: (signal: AbortSignal) => Promise<SigningCredentials>,
  ports: Pick<Ports, 'now' | 'monotonic' | 'random'>,
): Renewing {
  const closing = new AbortController();
  let lease: Lease | null = null;
  let flight: Promise<SigningCredentials> | null = null;
  let failure: Failure | null = null;
  let restUntil = 0;
  let announce = (): void => undefined;
  const first = new Promise<void>((resolve) => (announce = resolve));

  const fly = async (): Promise<SigningCredentials> => {
    try {
      const credentials = await fetch(closing.signal);
      if (credentials.expiration !== undefined && !(credentials.expiration.getTime() > ports.now())) {
        throw new MskReachError(
          'CREDENTIALS_EXPIRED',
          `The credentials ended at ${isoOf(credentials.expiration)}.`,
        );
      }
      if (lease !== null && isSame(lease.credentials, credentials))
        restUntil = ports.monotonic() + UNCHANGED_FOR_MS;
      else lease = leaseOf(credentials, ports);
      failure = null;
      announce();
      return credentials;
    } catch (error) {
      const count = (failure?.count ?? 0) + 1;
      failure = { error, at: ports.monotonic(), count, jitter: 0.5 + ports.random() / 2 };
      throw error;
    }
  };
  const share = (): Promise<SigningCredentials> => {
    if (flight !== null) return flight;
    const own = fly().finally(() => {
      if (flight === own) flight = null;
    });
    flight = own;
    return own;
  };
  const leftMs = (): number => (lease === null ? 0 : msLeft(lease, ports));
  /** When the source may be asked again, after a failure or an answer that changed nothing. */
  const restMs = (): number => {
    const tried = failure === null ? 0 : failure.at + pauseAfter(failure, leftMs());
    return Math.max(0, tried - ports.monotonic(), restUntil - ports.monotonic());
  };

  const get = async (signal?: AbortSignal): Promise<SigningCredentials> => {
    if (closing.signal.aborted) throw closedError();
    if (signal?.aborted === true) throw aborted(signal);
    const left = leftMs();
    if (lease === null || isOver(lease, ports)) {
      const repeated = failure !== null && ports.monotonic() - failure.at < REPEAT_FAILURE_MS;
      if (flight === null && failure !== null && repeated) throw failure.error;
      return unlessAborted(share(), signal);
    }
    const kept = lease;
    if (left >= kept.renewBelowMs || restMs() > 0) return kept.credentials;
    // What failed before may fail again, and take its whole time for it: nobody waits for that, so nobody hears it end
    // either. A failure is kept above and recorded by `fetch`.
    if (failure !== null || left >= kept.waitBelowMs) {
      void share().catch(() => undefined);
      return kept.credentials;
    }
    const renewal = share().catch((error: unknown) => {
      if (isOver(kept, ports)) throw error;
      return kept.credentials;
    });
    return unlessAborted(renewal, signal);
  };

  const renew = async (signal?: AbortSignal): Promise<SigningCredentials> => {
    if (closing.signal.aborted) throw closedError();
    return unlessAborted(share(), signal);
  };

  const dueInMs = (): number | null => {
    if (lease === null || lease.lifetimeMs === Number.POSITIVE_INFINITY) return null;
    return Math.max(0, leftMs() - lease.renewBelowMs, restMs());
  };

  const failing = (): Failing | null => {
    if (failure === null) return null;
    const [left, { error }] = [leftMs(), failure];
    if (lease === null || isOver(lease, ports)) return { error, leftMs: 0, isUrgent: true };
    return left >= lease.renewBelowMs ? null : { error, leftMs: left, isUrgent: left < lease.waitBelowMs };
  };

  return { get, renew, dueInMs, leftMs, failing, first, close: () => closing.abort(closedError()) };
}

function pauseAfter({ count, jitter }: Failure, leftMs: number): number {
  const pause = Math.min(RETRY_AFTER_MS.most, RETRY_AFTER_MS.least * 2 ** Math.min(count - 1, 10));
  return jitter * Math.min(pause, Math.max(REPEAT_FAILURE_MS, leftMs * RETRY_SHARE));
}

function isSame(one: SigningCredentials, other: SigningCredentials): boolean {
  return (
    one.accessKeyId === other.accessKeyId &&
    one.sessionToken === other.sessionToken &&
    one.expiration?.getTime() === other.expiration?.getTime()
  );
}

function isoOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'a time that is no date' : date.toISOString();
}

function closedError(): MskReachError {
  return new MskReachError('CLOSED', 'The identity is closed.');
}
