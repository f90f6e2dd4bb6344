/** AssumeRole decided: a pure function of caller, role and request. */
import type { Directory, KnownRole } from '../iam/directory.ts';
import { evaluate, type Decision, type RequestContext } from '../iam/policy.ts';
import { refuse, type Refusal } from '../iam/refusal.ts';
import { evaluateTrust, type Requester } from '../iam/trust.ts';
import { callerContext, type Caller } from './caller.ts';
import type { AssumeInput } from './parameters.ts';
import type { Grant } from './session.ts';

/** Denials by policy type, in the words of the IAM User Guide ("Troubleshoot access denied error messages"). */
const WORDS = {
  scp: ['a service control policy', 'no service control policy'],
  session: ['a session policy', 'no session policy'],
  trust: ['the role trust policy', 'no role trust policy'],
  identity: ['an identity-based policy', 'no identity-based policy'],
} as const;

interface Denial {
  readonly decision: Exclude<Decision, 'allow'>;
  readonly by: keyof typeof WORDS;
}

const CHAINED_SECONDS = 3600;

/** Condition keys of the request itself. @public */
export function requestContext(input: AssumeInput): RequestContext {
  return {
    ...(input.externalId === undefined ? {} : { 'sts:externalid': input.externalId }),
    'sts:rolesessionname': input.sessionName,
    ...Object.fromEntries(
      Object.entries(input.tags).map(([k, v]) => [`aws:requesttag/${k.toLowerCase()}`, v]),
    ),
  };
}

/** The tags a new session has: those passed, and the caller's transitive ones. */
function inherited(caller: Caller): Readonly<Record<string, string>> {
  const keys = new Set(caller.transitive.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(caller.tags).filter(([key]) => keys.has(key.toLowerCase())));
}

/**
 * Decides an AssumeRole. Order: may it be assumed, may tags be passed, do tags collide with inherited ones, is the
 * duration within the role's limit, then within the hour of a chained role. @public
 */
export function decideAssumeRole(directory: Directory, caller: Caller, input: AssumeInput): Grant | Refusal {
  const role = directory.roleByArn.get(input.roleArn);
  if (role === undefined) return accessDenied('sts:AssumeRole', caller, input.roleArn, undefined);
  const denied = denial('sts:AssumeRole', caller, role, input);
  if (denied !== undefined) return accessDenied('sts:AssumeRole', caller, input.roleArn, denied);
  const passesTags = Object.keys(input.tags).length > 0 || caller.transitive.length > 0;
  const untagged = passesTags ? denial('sts:TagSession', caller, role, input) : undefined;
  if (untagged !== undefined) return accessDenied('sts:TagSession', caller, input.roleArn, untagged);
  const taken = new Set(caller.transitive.map((key) => key.toLowerCase()));
  if (Object.keys(input.tags).some((key) => taken.has(key.toLowerCase()))) {
    return refuse(
      'InvalidParameterValue',
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  const seconds = checkDuration(role, input.durationSeconds, caller.session);
  if (typeof seconds !== 'number') return seconds;
  return {
    role,
    sessionName: input.sessionName,
    seconds,
    tags: { ...inherited(caller), ...input.tags },
    transitive: [...new Set([...caller.transitive, ...input.transitive])],
    policy: input.policy,
    chained: caller.session,
  };
}

/** The seconds granted, or AWS's refusal. The role's limit is checked before the chain's. @public */
export function checkDuration(
  role: KnownRole,
  asked: number | undefined,
  chained: boolean,
): number | Refusal {
  const most = chained ? Math.min(role.maxSessionSeconds, CHAINED_SECONDS) : role.maxSessionSeconds;
  if (asked === undefined) return Math.min(CHAINED_SECONDS, most);
  if (asked > role.maxSessionSeconds) {
    return refuse(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  if (chained && asked > CHAINED_SECONDS) {
    return refuse(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  return asked;
}

/** Why the caller may not do this to the role, or undefined when it may. */
function denial(action: string, caller: Caller, role: KnownRole, input: AssumeInput): Denial | undefined {
  const requester: Requester = { kind: 'aws', account: caller.account, arns: caller.arns };
  const trust = evaluateTrust(role.trust, action, requester, {
    ...callerContext(caller),
    ...requestContext(input),
  });
  const identity = evaluate(caller.statements, action, role.arn);
  const session =
    caller.sessionPolicy === undefined ? 'allow' : evaluate(caller.sessionPolicy, action, role.arn);
  const scp = evaluate(caller.serviceControl, action, role.arn);
  // Within one account a trust policy that names the caller itself is enough; across accounts both sides must allow.
  const trustSuffices = caller.account === role.account && trust.direct;
  const all: readonly { readonly by: Denial['by']; readonly decision: Decision }[] = [
    // FullAWSAccess is always attached: only a denial counts.
    { by: 'scp', decision: scp === 'explicitDeny' ? scp : 'allow' },
    { by: 'trust', decision: trust.decision },
    { by: 'identity', decision: trustSuffices && identity === 'implicitDeny' ? 'allow' : identity },
    { by: 'session', decision: session },
  ];
  const found =
    all.find((one) => one.decision === 'explicitDeny') ?? all.find((one) => one.decision !== 'allow');
  return found === undefined || found.decision === 'allow'
    ? undefined
    : { by: found.by, decision: found.decision };
}

/**
 * The refusal's text. Across accounts it says nothing of why: a wrong external id, a missing trust, a missing
 * permission and a role that does not exist read the same. Within one account it names the policy type.
 */
function accessDenied(action: string, caller: Caller, roleArn: string, denied: Denial | undefined): Refusal {
  const oneAccount = roleArn.split(':')[4] === caller.account;
  const text = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${roleArn}`;
  return refuse(
    'AccessDenied',
    `${text}${denied === undefined ? '' : because(action, denied, oneAccount)}`,
    403,
  );
}

function because(action: string, denied: Denial, oneAccount: boolean): string {
  const [explicit, implicit] = WORDS[denied.by];
  // The caller's own side is worded for a service control policy also across accounts: the denial never left home.
  if (!oneAccount && denied.by !== 'scp') return '';
  return denied.decision === 'explicitDeny'
    ? ` with an explicit deny in ${explicit}`
    : ` because ${implicit} allows the ${action} action`;
}
