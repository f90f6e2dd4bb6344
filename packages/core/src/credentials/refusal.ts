/**
 * What may stand behind a refused AssumeRole.
 *
 * Across accounts AWS gives one text for a missing trust, another external id, a missing permission and a role that
 * does not exist. Only the words that it adds decide. Source: IAM User Guide, "Access denied error messages".
 */

/** One thing that may be wrong. @public */
export type RefusalCandidate =
  /** The role's trust policy does not name the caller. */
  | 'trust-policy'
  /** The trust policy asks for another external id. */
  | 'external-id'
  /** The caller's own policies do not allow sts:AssumeRole on the role. */
  | 'caller-policy'
  | 'no-such-role'
  /** The session carries tags, and the trust policy does not allow sts:TagSession. */
  | 'tag-session'
  | 'service-control-policy'
  | 'resource-control-policy'
  | 'vpc-endpoint-policy'
  | 'permissions-boundary'
  | 'session-policy';

const WORDS: readonly (readonly [RegExp, readonly RefusalCandidate[]])[] = [
  [/service control polic/i, ['service-control-policy']],
  [/resource control polic/i, ['resource-control-policy']],
  [/vpc endpoint polic/i, ['vpc-endpoint-policy']],
  [/permissions boundary/i, ['permissions-boundary']],
  [/session polic/i, ['session-policy']],
  [/identity-based polic/i, ['caller-policy']],
  [/(?:role trust|resource-based) polic/i, ['trust-policy', 'external-id']],
  [/sts:TagSession/i, ['tag-session']],
];
const ALL: readonly RefusalCandidate[] = ['trust-policy', 'external-id', 'caller-policy', 'no-such-role'];

/** Every candidate that AWS's words leave open, for the code `AccessDenied`; none for another code. */
export function refusalCandidates(awsCode: string, awsMessage: string): readonly RefusalCandidate[] {
  if (!awsCode.startsWith('AccessDenied')) return [];
  return WORDS.find(([words]) => words.test(awsMessage))?.[1] ?? ALL;
}
