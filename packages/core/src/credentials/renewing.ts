/**
 * Credentials kept while they are good: fetched once a lifetime, one flight at a time, and never thrown away while
 * they still work.
 */
import { MskReachError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { aborted, unlessAborted } from './abort.ts';
import type { SigningCredentials } from './signing-credentials.ts';

/** Renewed when less than this is left, or a quarter of a shorter lifetime. */
const RENEW_BELOW_MS = 15 * 60_000;
/** Callers wait for the renewal when less than this is left, or a sixteenth of a shorter lifetime ... */
const WAIT_BELOW_MS = 60_000;
/** ... but at least so much that a token can still be signed, and at most half of the lifetime. */
const USABLE_MS = 20_000;
/** After a failed renewal of credentials that still work: doubled each time, up to the most. */
const RETRY_AFTER_MS = { least: 5_000, most: 60_000 };
/** A failure with nothing left to serve is answered again for this long, so that a storm of connections asks once. */
const REPEAT_FAILURE_MS = 1_000;
/** A source that still hands out the same credentials is asked again after this long. */
const UNCHANGED_FOR_MS = 30_000;

/** A source of credentials that remembers. */
export interface Renewing {
  /** Aborting gives up this caller's wait, not the flight that others share. */
  readonly get: (signal?: AbortSignal) => Promise<SigningCredentials>;
  /** Ends a flight under way; later calls throw CLOSED. */
  readonly close: () => void;
}

interface Lease {
  readonly credentials: SigningCredentials;
  readonly endsAt: number;
  readonly renewBelowMs: number;
  readonly waitBelowMs: number;
}

/**
 * @param fetch gets new credentials; its signal fires on close
 * @param ports the clock, and the randomness that spreads retries
 */
export function renewing(
  fetch: (signal: AbortSignal) => Promise<SigningCredentials>,
  ports: Pick<Ports, 'now' | 'random'>,
): Renewing {
  const closing = new AbortController();
  let lease: Lease | null = null;
  let flight: Promise<SigningCredentials> | null = null;
  let failure: {
    readonly error: unknown;
    readonly at: number;
    readonly count: number;
    readonly jitter: number;
  } | null = null;
  let restUntil = 0;

  const fly = async (): Promise<SigningCredentials> => {
    try {
      const credentials = await fetch(closing.signal);
      const now = ports.now();
      if (credentials.expiration !== undefined && !(credentials.expiration.getTime() > now)) {
        throw new MskReachError(
          'CREDENTIALS_EXPIRED',
          `The credentials ended at ${isoOf(credentials.expiration)}.`,
        );
      }
      if (lease !== null && isSame(lease.credentials, credentials)) restUntil = now + UNCHANGED_FOR_MS;
      else lease = leaseOf(credentials, now);
      failure = null;
      return credentials;
    } catch (error) {
      failure = {
        error,
        at: ports.now(),
        count: (failure?.count ?? 0) + 1,
        jitter: 0.5 + ports.random() / 2,
      };
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

  const get = async (signal?: AbortSignal): Promise<SigningCredentials> => {
    if (closing.signal.aborted) throw closedError();
    if (signal?.aborted === true) throw aborted(signal);
    const now = ports.now();
    const leftMs = lease === null ? 0 : lease.endsAt - now;
    if (lease === null || leftMs <= 0) {
      if (flight === null && failure !== null && now - failure.at < REPEAT_FAILURE_MS) throw failure.error;
      return unlessAborted(share(), signal);
    }
    const kept = lease;
    if (
      leftMs >= kept.renewBelowMs ||
      now < restUntil ||
      (failure !== null && now < failure.at + pauseAfter(failure))
    ) {
      return kept.credentials;
    }
    // The failure is kept above and recorded by `fetch`; these callers still have credentials that work.
    const renewal = share().catch(() => kept.credentials);
    return leftMs >= kept.waitBelowMs ? kept.credentials : unlessAborted(renewal, signal);
  };

  return { get, close: () => closing.abort(closedError()) };
}

function leaseOf(credentials: SigningCredentials, now: number): Lease {
  const endsAt = credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
  const lifetimeMs = endsAt - now;
  const waitBelowMs = Math.min(WAIT_BELOW_MS, Math.max(lifetimeMs / 16, USABLE_MS), lifetimeMs / 2);
  const renewBelowMs = Math.max(Math.min(RENEW_BELOW_MS, lifetimeMs / 4), waitBelowMs);
  return { credentials, endsAt, renewBelowMs, waitBelowMs };
}

function pauseAfter({ count, jitter }: { readonly count: number; readonly jitter: number }): number {
  return jitter * Math.min(RETRY_AFTER_MS.most, RETRY_AFTER_MS.least * 2 ** Math.min(count - 1, 10));
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
