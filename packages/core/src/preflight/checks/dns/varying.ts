/** Answers of one server to one question that do not stay the same. */
import { liesIn } from '../../addresses.ts';
import type { NameFact, Verdict } from '../../facts/names.ts';

/** Two answers that do not go together. */
export interface Variation {
  /** `flaps`: the name comes and goes; `turns`: it leads to one place and to another. */
  readonly words: 'flaps' | 'turns';
  readonly one: Verdict;
  readonly other: Verdict;
}

/**
 * How a name's answers vary; null: not at all, or as they may. Records in another order, and as many others of the
 * same kind (a server that gives a part at a time), are no variation.
 */
export function variationOf({ again }: NameFact, cidrs: readonly string[]): Variation | null {
  const found = again.filter(({ state }) => state === 'resolved');
  const missing = again.find(({ state }) => state === 'missing');
  const [one] = found;
  if (one === undefined) return null;
  if (missing !== undefined) return { words: 'flaps', one, other: missing };
  const other = found.find((another) => isElsewhere(one, another, cidrs));
  return other === undefined ? null : { words: 'turns', one, other };
}

function isElsewhere(one: Verdict, other: Verdict, cidrs: readonly string[]): boolean {
  const known = new Set(one.addresses);
  return (
    one.addresses.length !== other.addresses.length &&
    !other.addresses.some((address) => known.has(address)) &&
    ![...one.addresses, ...other.addresses].every((address) => liesIn(address, cidrs))
  );
}
