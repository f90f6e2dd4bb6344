/** What STS and the credential providers answered, read once for all credential checks. */
import type { HopObservation, IdentityObservation } from '../../observation.ts';
import type { Step } from '../../../step.ts';

/** A step that failed. */
export type Failure = Extract<Step<unknown>, { outcome: 'error' }>;

/** What a failed step of the identity means. */
export type Meaning =
  | 'no-credentials'
  | 'rejected'
  | 'expired'
  | 'clock'
  | 'unreachable'
  | 'disabled'
  | 'failing'
  | 'misplaced'
  | 'refused'
  | 'invalid'
  | 'ended';

/** The first failure of base and hops; null where all went well or nothing was tried. */
export function firstFailure(
  identity: IdentityObservation,
): { readonly failure: Failure; readonly hop: HopObservation | null } | null {
  if (identity.base.outcome === 'error') return { failure: identity.base, hop: null };
  for (const hop of identity.hops) if (hop.result.outcome === 'error') return { failure: hop.result, hop };
  return null;
}

const UNKNOWN_KEY =
  /InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|IncompleteSignature|MissingAuthenticationToken/;
const CLOCK = /RequestExpired|RequestTimeTooSkewed|Signature (?:expired|not yet current)/;

/** Reads a failure by the words that AWS adds. */
export function meaningOf(failure: Failure): Meaning {
  const code = textOf(failure, 'awsCode');
  const words = `${code} ${textOf(failure, 'awsMessage')} ${failure.detail}`;
  if (CLOCK.test(words)) return 'clock';
  if (/ExpiredToken/.test(words) || failure.code === 'CREDENTIALS_EXPIRED') return 'expired';
  if (failure.code === 'STS_REGION_DISABLED' || /RegionDisabled/.test(code)) return 'disabled';
  if (/scoped to a valid region/i.test(words)) return 'misplaced';
  if (UNKNOWN_KEY.test(words) || /SignatureDoesNotMatch/.test(words)) return 'rejected';
  if (failure.code === 'STS_REFUSED' || code.startsWith('AccessDenied')) return 'refused';
  if (failure.code === 'STS_INVALID_REQUEST') return 'invalid';
  if (failure.code === 'STS_UNREACHABLE') return 'unreachable';
  if (failure.code === 'STS_THROTTLED' || failure.code === 'STS_FAILED') return 'failing';
  if (failure.code === 'DEADLINE_EXCEEDED' || failure.code === 'ABORTED') return 'ended';
  return 'no-credentials';
}

/** Whether STS refused the duration, in its words: over the role's own limit, or the hour of a chained role. */
export function asksTooLong(failure: Failure): boolean {
  const words = `${textOf(failure, 'awsMessage')} ${failure.detail}`;
  return meaningOf(failure) === 'invalid' && /DurationSeconds exceeds/i.test(words);
}

/** A fact of a failure as text; empty where it is not text. */
export function textOf(failure: Failure, fact: string): string {
  const value = failure.facts?.[fact];
  return typeof value === 'string' ? value : '';
}

/** What AWS said, for evidence. */
export function saidBy(failure: Failure): string {
  const code = textOf(failure, 'awsCode');
  const message = textOf(failure, 'awsMessage');
  return message === ''
    ? `${failure.code}: ${failure.detail}`
    : `${code === '' ? failure.code : code}: ${message}`;
}
