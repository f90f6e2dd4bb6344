/**
 * Which connectivity pattern is in force, read from DNS alone.
 *
 * A verdict is never `strong` between look-alikes: the declared blocks have to tell them apart. Among weak fits the
 * declared pattern comes first, for nothing seen speaks against it.
 */
import { isJudgedBy, liesIn, overlap } from '../addresses.ts';
import type { NameFact } from '../facts/names.ts';
import { zoneKind } from '../facts/zones.ts';
import type { PlacementFact } from '../facts/placement.ts';
import type { Expectation, Observation } from '../observation.ts';
import type { PatternVerdict } from '../report.ts';
import { patterns } from './all.ts';
import type { Fit, Pattern, Resolution } from './pattern.ts';

interface Ranked {
  readonly id: Pattern['id'];
  readonly fit: Fit;
}

/** What a verdict is made from. */
interface Names {
  readonly names: readonly NameFact[];
  readonly endpoint: Observation['endpoint'];
  readonly expectation: Expectation;
  readonly placement: PlacementFact;
}

/** Classifies from the names; total. */
export function classify(facts: Names): PatternVerdict {
  const { names, expectation } = facts;
  const seen = resolution(facts);
  const declared = expectation.pattern;
  const fits = rank(seen, declared);
  const [best, ...others] = fits;
  if (best === undefined) {
    return {
      declared,
      observed: 'unknown',
      confidence: 'none',
      alternatives: [],
      evidence: evidenceOf(names, seen),
    };
  }
  return {
    declared,
    observed: best.id,
    confidence: best.fit.strength,
    // What the declared blocks told apart is no alternative any more.
    alternatives: best.fit.strength === 'strong' ? [] : others.map(({ id }) => id),
    evidence: [best.fit.evidence, ...evidenceOf(names, seen)],
  };
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

/** What the names showed. */
function resolution({ names, endpoint, expectation, placement }: Names): Resolution {
  const own = names.filter(({ role }) => role === 'bootstrap' || role === 'broker');
  const sentinel = names.find(({ role }) => role === 'sentinel');
  const resolved = own.some(({ state }) => state === 'resolved')
    ? 'some'
    : own.some(({ state }) => state === 'missing')
      ? 'none'
      : 'unknown';
  const wildcard =
    resolved !== 'some'
      ? 'unknown'
      : sentinel?.state === 'resolved'
        ? 'yes'
        : sentinel?.state === 'missing'
          ? 'no'
          : 'unknown';
  const { pattern: declared, cidrs } = expectation;
  const addresses = own.flatMap((name) => name.addresses);
  const inside = addresses.every((address) => liesIn(address, cidrs));
  const answers = addresses.length === 0 || cidrs.length === 0 ? 'undeclared' : inside ? 'inside' : 'outside';
  const zone = zoneKind(sentinel?.zone ?? null, endpoint);
  return { resolved, wildcard, zone, place: placeOf(addresses, cidrs, placement), answers, declared };
}

function placeOf(
  addresses: readonly string[],
  cidrs: readonly string[],
  { vpcCidrs }: PlacementFact,
): Resolution['place'] {
  const judged = addresses.filter((address) => isJudgedBy(address, vpcCidrs));
  if (judged.length === 0 || overlap(cidrs, vpcCidrs)) return 'ambiguous';
  const inside = judged.filter((address) => liesIn(address, vpcCidrs)).length;
  if (inside === judged.length) return 'own';
  return inside === 0 ? 'remote' : 'ambiguous';
}

function evidenceOf(names: readonly NameFact[], { zone, place }: Resolution): readonly string[] {
  const words: string[] = [];
  for (const { host, role, state, outcome, addresses } of names) {
    if (role === 'broker' || state === 'unseen') continue;
    words.push(`${role} ${host}: ${state === 'resolved' ? addresses.join(', ') : outcome}`);
  }
  if (zone !== 'unknown') words.push(`the zone that denies the sentinel is ${wordsOfZone[zone]}`);
  if (place !== 'ambiguous')
    words.push(
      `the addresses lie ${place === 'own' ? "in the client's own VPC" : "outside the client's own VPC"}`,
    );
  return words;
}

const wordsOfZone: Readonly<Record<Exclude<Resolution['zone'], 'unknown'>, string>> = {
  apex: "Z itself: a customer's zone",
  deeper: 'deeper than Z: a managed or a shadowing zone',
  above: 'above Z: no private zone matched',
};
