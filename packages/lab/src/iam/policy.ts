/** Policy evaluation: statements against an action on a resource. */
import { many, type Conditions, type OneOrMany, type Statement } from './model.ts';

/** What policies say about a request. @public */
export type Decision = 'allow' | 'explicitDeny' | 'implicitDeny';

/** Condition keys of a request, in lower case, with their values. @public */
export type RequestContext = Readonly<Record<string, OneOrMany>>;

/** A pattern with `*` and `?` against a text, in linear time for each star. @public */
export function wildcard(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    const c = pattern[p];
    // A star is a wildcard even where the text has a star of its own.
    if (c === '*') {
      star = p++;
      mark = t;
    } else if (c === '?' || c === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Actions match without regard to case. @public */
export function matchesAction(patterns: OneOrMany, action: string): boolean {
  return many(patterns).some((pattern) => wildcard(pattern.toLowerCase(), action.toLowerCase()));
}

/** Resources match with regard to case. @public */
export function matchesResource(patterns: OneOrMany, resource: string): boolean {
  return many(patterns).some((pattern) => wildcard(pattern, resource));
}

/** An explicit Deny wins; without an Allow the answer is an implicit one. @public */
export function combine(effects: readonly ('Allow' | 'Deny')[]): Decision {
  if (effects.includes('Deny')) return 'explicitDeny';
  return effects.includes('Allow') ? 'allow' : 'implicitDeny';
}

/** What a list of statements says about one action on one resource. @public */
export function evaluate(statements: readonly Statement[], action: string, resource: string): Decision {
  return combine(
    statements
      .filter((s) => matchesAction(s.Action, action) && matchesResource(s.Resource, resource))
      .map((s) => s.Effect),
  );
}

/** Whether all conditions of a statement hold. An operator the lab does not know never holds. @public */
export function conditionsHold(conditions: Conditions | undefined, context: RequestContext): boolean {
  return Object.entries(conditions ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, many(wanted), context[key.toLowerCase()])),
  );
}

type Test = (wanted: string, given: string) => boolean;

const OPERATORS: Readonly<Record<string, { readonly test: Test; readonly negated: boolean }>> = {
  StringEquals: { test: (wanted, given) => wanted === given, negated: false },
  StringNotEquals: { test: (wanted, given) => wanted === given, negated: true },
  StringLike: { test: wildcard, negated: false },
  StringNotLike: { test: wildcard, negated: true },
  ArnEquals: { test: wildcard, negated: false },
  ArnNotEquals: { test: wildcard, negated: true },
  ArnLike: { test: wildcard, negated: false },
  ArnNotLike: { test: wildcard, negated: true },
};

function holds(operator: string, wanted: readonly string[], given: OneOrMany | undefined): boolean {
  if (operator === 'Null') return wanted.some((value) => (value === 'true') === (given === undefined));
  const ifExists = operator.endsWith('IfExists');
  const known = OPERATORS[ifExists ? operator.slice(0, -'IfExists'.length) : operator];
  if (known === undefined) return false;
  // A negated operator holds for an absent key, as in IAM.
  if (given === undefined) return ifExists || known.negated;
  const matched = many(given).some((value) => wanted.some((pattern) => known.test(pattern, value)));
  return matched !== known.negated;
}
