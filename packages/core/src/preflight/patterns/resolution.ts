/** What the names of a cluster and the probes beside them show. */
import { isJudgedBy, liesIn, overlap } from '../addresses.ts';
import type { NameFact } from '../facts/names.ts';
import type { PlacementFact } from '../facts/placement.ts';
import { zoneKind } from '../facts/zones.ts';
import type { Expectation, Observation } from '../observation.ts';
import type { Resolution } from './pattern.ts';

/** What a pattern is read from. */
export interface Names {
  /** The cluster's own, and the probes. */
  readonly names: readonly NameFact[];
  readonly endpoint: Observation['endpoint'];
  readonly expectation: Expectation;
  readonly placement: PlacementFact;
}

/** Whether a name is one of the cluster's own, not a probe. */
export function isOwn({ role }: NameFact): boolean {
  return role === 'bootstrap' || role === 'broker';
}

/** What the names showed. */
export function resolution({ names, endpoint, expectation, placement }: Names): Resolution {
  const own = names.filter(isOwn);
  const resolved = own.some(({ state }) => state === 'resolved')
    ? 'some'
    : own.some(({ state }) => state === 'missing')
      ? 'none'
      : 'unknown';
  const { pattern: declared, cidrs } = expectation;
  const addresses = own.flatMap((name) => name.addresses);
  const inside = addresses.every((address) => liesIn(address, cidrs));
  const stranger = strangerIn(names);
  return {
    resolved,
    wildcard: resolved === 'some' ? wildcardOf(own, stranger) : 'unknown',
    zone: zoneKind(stranger?.zone ?? null, endpoint),
    place: placeOf(addresses, cidrs, placement),
    answers: addresses.length === 0 || cidrs.length === 0 ? 'undeclared' : inside ? 'inside' : 'outside',
    declared,
  };
}

/** A name below the cluster's own `cN` that no cluster has: the sentinel, or where that got no usable answer, a cluster nobody made. */
function strangerIn(names: readonly NameFact[]): NameFact | undefined {
  const usable = names.filter(({ state }) => state === 'resolved' || state === 'missing');
  return (
    usable.find(({ role }) => role === 'sentinel') ?? usable.find(({ role }) => role === 'foreign-same-shard')
  );
}

function wildcardOf(own: readonly NameFact[], stranger: NameFact | undefined): Resolution['wildcard'] {
  if (stranger === undefined) return 'unknown';
  if (stranger.state === 'missing') return 'no';
  return leadsElsewhere(own, stranger) ? 'elsewhere' : 'yes';
}

/**
 * Whether two kinds of name lead to two places. A server that gives another part of the addresses each time proves
 * nothing: each side has to say the same whenever it was asked.
 */
function leadsElsewhere(own: readonly NameFact[], stranger: NameFact): boolean {
  const [mine, theirs] = [answersOf(own), answersOf([stranger])];
  if (mine.size !== 1 || theirs.size !== 1) return false;
  const known = new Set(own.flatMap(({ addresses }) => addresses));
  return !stranger.addresses.some((address) => known.has(address));
}

function answersOf(names: readonly NameFact[]): ReadonlySet<string> {
  const said = names.flatMap(({ addresses, again }) => [addresses, ...again.map((one) => one.addresses)]);
  return new Set(said.filter(({ length }) => length > 0).map((addresses) => addresses.toSorted().join(' ')));
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
