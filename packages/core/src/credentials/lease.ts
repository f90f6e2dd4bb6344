/** How long credentials are good for, by clocks that may step. */
import type { Ports } from '../ports.ts';
import type { SigningCredentials } from './signing-credentials.ts';

/** Renewed when less than this is left, or a quarter of a shorter lifetime. */
const RENEW_BELOW_MS = 15 * 60_000;
/** Callers wait for the renewal when less than this is left, or a sixteenth of a shorter lifetime ... */
const WAIT_BELOW_MS = 60_000;
/** ... but at least so much that a token can still be signed, and at most half of the lifetime. */
const USABLE_MS = 3_000;
/** With less left nothing can be signed that is worth presenting: that is as good as over. */
const OVER_BELOW_MS = 2_000;

/** Credentials, and when they are too old. */
export interface Lease {
  readonly credentials: SigningCredentials;
  /** Epoch, milliseconds. */
  readonly endsAt: number;
  readonly lifetimeMs: number;
  /** By the clock that never steps. */
  readonly takenAt: number;
  readonly renewBelowMs: number;
  readonly waitBelowMs: number;
}

type Clocks = Pick<Ports, 'now' | 'monotonic'>;

/** A lease that begins now. */
export function leaseOf(credentials: SigningCredentials, ports: Clocks): Lease {
  const endsAt = credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
  const lifetimeMs = endsAt - ports.now();
  const waitBelowMs = Math.min(WAIT_BELOW_MS, Math.max(lifetimeMs / 16, USABLE_MS), lifetimeMs / 2);
  const renewBelowMs = Math.max(Math.min(RENEW_BELOW_MS, lifetimeMs / 4), waitBelowMs);
  return { credentials, endsAt, lifetimeMs, takenAt: ports.monotonic(), renewBelowMs, waitBelowMs };
}

/** Whether credentials are too old to be handed out; ones that never lived long enough are, until they end. */
export function isOver(lease: Lease, ports: Clocks): boolean {
  const left = msLeft(lease, ports);
  return left <= 0 || (left < OVER_BELOW_MS && lease.lifetimeMs >= OVER_BELOW_MS);
}

/**
 * What is left by the clock that has gone further: a wall clock that is set back would lengthen a life that AWS has
 * ended, and a clock that never steps stands still while the machine sleeps.
 */
export function msLeft({ endsAt, lifetimeMs, takenAt }: Lease, ports: Clocks): number {
  return Math.min(endsAt - ports.now(), lifetimeMs - (ports.monotonic() - takenAt));
}
