/**
 * A refused AssumeRole, read for CRD03 and CRD04.
 *
 * Across accounts AWS gives one text for a missing trust, a wrong external id, a missing permission and a role that
 * does not exist. Only words that it adds decide.
 */
import type { HopObservation, IdentityObservation } from '../../observation.ts';
import { roleOf } from '../../arns.ts';
import { asksTooLong, firstFailure, meaningOf, saidBy, textOf } from './outcomes.ts';

/** Whom a refusal blames, with the words of that check. */
export interface Refusal {
  readonly check: 'CRD03' | 'CRD04';
  readonly words: string;
  readonly role: string;
  readonly values: Readonly<Record<string, string>>;
  readonly evidence: readonly string[];
}

const RULES: readonly (readonly [RegExp, Refusal['check'], string])[] = [
  [/sts:TagSession/i, 'CRD03', 'tags'],
  [/service control policy/i, 'CRD04', 'serviceControl'],
  [/resource control policy/i, 'CRD03', 'resourceControl'],
  [/vpc endpoint policy/i, 'CRD04', 'endpointPolicy'],
  [/identity-based policy|permissions boundary|session policy/i, 'CRD04', 'main'],
  [/role trust policy|resource-based policy/i, 'CRD03', 'trust'],
];

/** Reads the first refused or invalid hop; null where no hop was refused. */
export function refusalOf(identity: IdentityObservation): Refusal | null {
  const found = firstFailure(identity);
  if (found === null) return null;
  const { failure, hop } = found;
  const meaning = meaningOf(failure);
  if (asksTooLong(failure)) return null;
  const message = textOf(failure, 'awsMessage') || failure.detail;
  // A role of a profile is assumed by the SDK: no hop of ours, but the same refusal.
  const role = hop?.roleArn ?? /on resource: (arn:[\w:/+=,.@-]{1,256})/.exec(message)?.[1];
  if (role === undefined || (hop === null && meaning !== 'refused')) return null;
  if (meaning !== 'refused' && meaning !== 'invalid' && meaning !== 'no-credentials') return null;
  const principal = /User: (arn:[\w:/+=,.@-]{1,256})/.exec(message)?.[1];
  const kind = /:(?:assumed-)?(role|user)\//.exec(principal ?? '')?.[1];
  const [, check, words] =
    meaning === 'refused'
      ? (RULES.find(([pattern]) => pattern.test(message)) ?? [null, 'CRD03' as const, 'main'])
      : [null, 'CRD03' as const, meaning === 'invalid' ? 'invalid' : 'failed'];
  return {
    check,
    words,
    role,
    values: {
      ...namesOf(role),
      principal: principal ?? 'the caller',
      principalArn: principal === undefined ? 'the caller' : (roleOf(principal) ?? principal),
      ...(principal === undefined ? {} : { principalName: nameOf(principal) }),
      ...(kind === undefined ? {} : { principalKind: kind }),
      detail: failure.detail,
    },
    evidence: [saidBy(failure), ...(hop === null ? [] : evidenceOf(hop, identity.hops))],
  };
}

function evidenceOf(hop: HopObservation, hops: readonly HopObservation[]): readonly string[] {
  const externalId = hop.externalIdGiven ? 'an external id was given' : 'no external id was given';
  return [externalId, `role ${hops.indexOf(hop) + 1} of ${hops.length} in the chain`];
}

function namesOf(roleArn: string): Readonly<Record<string, string>> {
  return { role: roleArn, roleName: nameOf(roleArn), roleAccount: roleArn.split(':')[4] ?? '' };
}

/** `arn:aws:sts::1:assumed-role/app/session` is of role `app`; an IAM ARN ends with its name. */
function nameOf(arn: string): string {
  const parts = arn.split('/');
  return (/:assumed-role\//.test(arn) ? parts[1] : parts.at(-1)) ?? '';
}
