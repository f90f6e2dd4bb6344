/** Trust policies: which principals a role lets in, and on what conditions. */
import { many, type OneOrMany, type ShortTrust, type TrustPrincipal, type TrustStatement } from './model.ts';
import { combine, conditionsHold, matchesAction, type Decision, type RequestContext } from './policy.ts';

/** Who asks. @public */
export type Requester =
  | { readonly kind: 'aws'; readonly account: string; readonly arns: readonly string[] }
  | { readonly kind: 'federated'; readonly arn: string }
  | { readonly kind: 'service'; readonly name: string };

/** What a trust policy says. `direct`: by the principal's own ARN or `*`, not by its account. @public */
export interface TrustDecision {
  readonly decision: Decision;
  readonly direct: boolean;
}

/** A trust policy in AWS's form. @public */
export function trustStatements(trust: ShortTrust | readonly TrustStatement[]): readonly TrustStatement[] {
  if (!('principals' in trust)) return trust;
  const of = (test: (principal: string) => boolean): readonly string[] => trust.principals.filter(test);
  const federated = of(isFederated);
  const aws = of((principal) => !isFederated(principal) && !isService(principal));
  const condition =
    trust.externalId === undefined
      ? {}
      : { Condition: { StringEquals: { 'sts:ExternalId': trust.externalId } } };
  const allow = (action: string, Principal: TrustPrincipal, extra: object): TrustStatement => ({
    Effect: 'Allow',
    Principal,
    Action: action,
    ...extra,
  });
  const principals: TrustPrincipal = { AWS: aws, Service: of(isService) };
  return [
    allow('sts:AssumeRole', principals, condition),
    ...(federated.length > 0 ? [allow('sts:AssumeRoleWithWebIdentity', { Federated: federated }, {})] : []),
    ...(trust.tagSession === true
      ? [allow('sts:TagSession', { ...principals, Federated: federated }, {})]
      : []),
  ];
}

const isFederated = (principal: string): boolean => principal.includes(':oidc-provider/');
const isService = (principal: string): boolean => /^[a-z0-9.-]+\.amazonaws\.com$/.test(principal);

/** What a role's trust policy says about one action of one requester. @public */
export function evaluateTrust(
  trust: readonly TrustStatement[],
  action: string,
  requester: Requester,
  context: RequestContext,
): TrustDecision {
  const matching = trust
    .filter((s) => matchesAction(s.Action, action) && conditionsHold(s.Condition, context))
    .map((s) => ({ effect: s.Effect, by: matchPrincipal(s.Principal, requester) }))
    .filter((s) => s.by !== 'none');
  return {
    decision: combine(matching.map((s) => s.effect)),
    direct: matching.some((s) => s.effect === 'Allow' && s.by === 'direct'),
  };
}

type Match = 'none' | 'account' | 'direct';

function matchPrincipal(principal: TrustPrincipal | '*', requester: Requester): Match {
  const given = principal === '*' ? { AWS: '*' } : principal;
  if (requester.kind === 'federated') return among(given.Federated, requester.arn);
  if (requester.kind === 'service') return among(given.Service, requester.name);
  const names = many(given.AWS ?? []);
  // An exact name or `*`; wildcards inside an ARN match nothing in a Principal.
  if (names.some((name) => name === '*' || requester.arns.includes(name))) return 'direct';
  const account = [requester.account, `arn:aws:iam::${requester.account}:root`];
  return names.some((name) => account.includes(name)) ? 'account' : 'none';
}

const among = (names: OneOrMany | undefined, name: string): Match =>
  many(names ?? []).includes(name) ? 'direct' : 'none';
