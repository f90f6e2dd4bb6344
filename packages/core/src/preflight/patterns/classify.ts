/**
 * Which connectivity pattern is in force, read from DNS alone.
 *
 * A verdict is never `strong` between look-alikes: the declared blocks have to tell them apart. Among weak fits the
 * declared pattern comes first, for nothing seen speaks against it.
 */
import type { NameFact } from '../facts/names.ts';
import type { PatternVerdict } from '../report.ts';
import { patterns } from './all.ts';
import { evidenceOf } from './evidence.ts';
import type { Fit, Pattern, Resolution } from './pattern.ts';
import { isOwn, resolution, type Names } from './resolution.ts';

interface Ranked {
  readonly id: Pattern['id'];
  readonly fit: Fit;
}

/** Classifies from the names; total. */
export function classify(facts: Names): PatternVerdict {
  const { pattern: declared } = facts.expectation;
  const seen = resolution(facts);
  const [best, ...others] = rank(seen, declared);
  const evidence = evidenceOf(facts, seen);
  if (best === undefined)
    return { declared, observed: 'unknown', confidence: 'none', alternatives: [], evidence };
  return {
    declared,
    observed: best.id,
    confidence: best.fit.strength,
    // What the declared blocks told apart is no alternative any more.
    alternatives: best.fit.strength === 'strong' ? [] : others.map(({ id }) => id),
    evidence: [best.fit.evidence, ...evidence],
  };
}

/** The verdict, with what the resolvers after the first make of the same names, where that is another pattern. */
export function classifyAll(
  first: Names,
  others: readonly { readonly resolver: string; readonly names: readonly NameFact[] }[],
): PatternVerdict {
  const verdict = classify(first);
  const differing = others.flatMap(({ resolver, names }) => {
    const { observed, confidence } = classify({ ...first, names });
    return observed === 'unknown' || observed === verdict.observed
      ? []
      : [`as ${resolver} answers, it looks like ${observed} (${confidence})`];
  });
  return { ...verdict, evidence: [...verdict.evidence, ...differing] };
}

/** Patterns that may be in force: what is declared decides, where anything is; DNS alone seldom tells. Empty: no telling. */
export function likelyPatterns({ declared, observed, alternatives }: PatternVerdict): readonly string[] {
  const likely = declared === 'any' ? [observed, ...alternatives] : [declared, observed];
  return [...new Set(likely)].filter((id) => id !== 'none' && id !== 'unknown');
}

/** Own names that resolve, and each for itself by another path than the declared one. */
export function strayNames(facts: Names): readonly NameFact[] {
  const { pattern: declared } = facts.expectation;
  if (declared === 'any') return [];
  const probes = facts.names.filter((name) => !isOwn(name));
  const strays = new Map<string, boolean>();
  const isStray = (name: NameFact): boolean => {
    const fits = rank(resolution({ ...facts, names: [name, ...probes] }), declared);
    return fits.length > 0 && fits.every(({ id }) => id !== declared);
  };
  return facts.names.filter((name) => {
    if (!isOwn(name) || name.state !== 'resolved') return false;
    // Hundreds of brokers, and one answer for all of them.
    const answer = name.addresses.join(' ');
    const known = strays.get(answer) ?? isStray(name);
    strays.set(answer, known);
    return known;
  });
}

function rank(seen: Resolution, declared: string): readonly Ranked[] {
  const fits = patterns.flatMap(({ id, fit }) => {
    const found = fit(seen);
    return found === null ? [] : [{ id, fit: found }];
  });
  const weight = ({ id, fit }: Ranked): number =>
    fit.strength === 'strong' ? 100 : id === declared ? 10 : fit.score;
  return fits.toSorted((left, right) => weight(right) - weight(left));
}
