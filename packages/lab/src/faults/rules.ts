/** What every rule has, whatever it matches on. @public */
export interface FaultRule<Settings> {
  /** What goes wrong. */
  readonly fault: Settings;
  /** How many times the rule applies before it is used up. @default unlimited */
  readonly times?: number;
}

/** Rules in order: the first that matches and is not used up decides. @public */
export interface FaultRules<Rule> {
  /** The rule that applies, counted as one use of it; none when nothing goes wrong. */
  take(matches: (rule: Rule) => boolean): Rule | undefined;
}

/** Keeps count of `times` for a list of rules. @public */
export function faultRules<Rule extends FaultRule<unknown>>(rules: readonly Rule[]): FaultRules<Rule> {
  const left = rules.map((rule) => rule.times ?? Number.POSITIVE_INFINITY);
  return {
    take(matches) {
      const index = rules.findIndex((rule, at) => (left[at] ?? 0) > 0 && matches(rule));
      if (index < 0) return undefined;
      left[index] = (left[index] ?? 0) - 1;
      return rules[index];
    },
  };
}
