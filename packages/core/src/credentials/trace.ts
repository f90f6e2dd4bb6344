/** What came of each hop, as it happened: the latest outcome, never a secret. */
import type { Config, RoleHop } from '../config/config.ts';
import { isMskReachError, MskReachError } from '../errors.ts';
import type { Step } from '../step.ts';

/** One hop of the role chain. @public */
export interface HopObservation {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalIdGiven: boolean;
  readonly durationSeconds: number;
  /** `expiresAt` by AWS's clock. On refusal `facts` holds `awsCode`, `awsMessage` (bounded), `httpStatus`. */
  readonly result: Step<{ readonly arn: string; readonly expiresAt: string }>;
}

/** The part of an observation that the identity itself knows. @public */
export interface IdentityTrace {
  readonly base: Step<{
    readonly source: string;
    readonly expiresAt: string | null;
    readonly temporary: boolean;
  }>;
  readonly hops: readonly HopObservation[];
  /** When the signing credentials end, by AWS's clock; null = static. */
  readonly expiresAt: string | null;
  /** STS's Date header less this machine's clock, milliseconds. */
  readonly clock: Step<{ readonly skewMs: number }>;
  readonly sts: { readonly endpoint: string; readonly region: string };
}

type Base = IdentityTrace['base'];
type HopResult = HopObservation['result'];

/** Collects outcomes while credentials are fetched. */
export interface Recorder {
  readonly base: (step: Base) => void;
  readonly hop: (index: number, result: HopResult) => void;
  /** Milliseconds that STS's clock is ahead of this machine's. */
  readonly clock: (skewMs: number, ms: number) => void;
  readonly sts: (endpoint: string, region: string) => void;
  /** When the signing credentials end, by AWS's clock; null = static. */
  readonly signing: (expiresAt: string | null) => void;
  /** STS's clock less this machine's, 0 while unknown. */
  readonly skewMs: () => number;
  readonly snapshot: () => IdentityTrace;
}

/** An empty trace for an identity. */
export function createRecorder(identity: Config['identity']): Recorder {
  const notYet = { outcome: 'skipped', because: 'not asked yet' } as const;
  let base: Base = notYet;
  const results: HopResult[] = identity.roles.map(() => notYet);
  let clock: IdentityTrace['clock'] = { outcome: 'skipped', because: 'STS has not answered yet' };
  let sts = { endpoint: identity.sts.endpoint ?? '', region: identity.sts.region ?? '' };
  let expiresAt: string | null = null;
  return {
    base: (step) => void (base = step),
    hop: (index, result) => void (results[index] = result),
    clock: (skewMs, ms) => void (clock = { outcome: 'ok', value: { skewMs }, ms }),
    sts: (endpoint, region) => void (sts = { endpoint, region }),
    signing: (at) => void (expiresAt = at),
    skewMs: () => (clock.outcome === 'ok' ? clock.value.skewMs : 0),
    snapshot: () => ({
      base,
      hops: identity.roles.map((role, index) => ({ ...describeHop(role), result: results[index] ?? notYet })),
      expiresAt,
      clock,
      sts,
    }),
  };
}

function describeHop({ arn, sessionName, externalId, durationSeconds }: RoleHop) {
  return { roleArn: arn, sessionName, externalIdGiven: externalId !== undefined, durationSeconds };
}

/** A failure as a step. */
export function failedStep<T>(error: unknown, ms: number): Step<T> {
  const known = isMskReachError(error)
    ? error
    : new MskReachError('INTERNAL', 'An unforeseen error.', { cause: error });
  return { outcome: 'error', code: known.code, detail: known.message, ms, facts: known.details };
}
