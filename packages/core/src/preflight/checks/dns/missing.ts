/** Why names are missing: DNS01, DNS02, DNS03, DNS13, PAT03 and PAT04 are one question with one answer. */
import type { CheckId } from '../../causes/cause.ts';
import type { NameFact } from '../../facts/names.ts';
import { shardApex, zoneKind, type ZoneKind } from '../../facts/zones.ts';
import type { Facts } from '../../facts.ts';
import type { Case } from '../check.ts';

/** Which check a missing name belongs to, and which names. */
export interface Missing {
  readonly check: 'DNS01' | 'DNS02' | 'DNS03' | 'DNS13' | 'PAT03' | 'PAT04' | null;
  readonly words: string;
  readonly names: readonly NameFact[];
  /** Where what was seen leaves fewer than the words do. */
  readonly candidates?: readonly CheckId[];
}

/** What decides. */
export type MissingFacts = Pick<Facts, 'names' | 'endpoint' | 'expectation' | 'placement'>;

/** The cluster's own names. */
export function ownNames(names: readonly NameFact[]): readonly NameFact[] {
  return names.filter(({ role }) => role === 'bootstrap' || role === 'broker');
}

/** Decides for all of these checks at once. */
export function whyMissing({ names, endpoint, expectation, placement }: MissingFacts): Missing {
  const own = ownNames(names);
  const missing = own.filter(({ state }) => state === 'missing');
  const resolved = own.filter(({ state }) => state === 'resolved');
  if (missing.length === 0) return { check: null, words: 'main', names: [] };
  const wildcardElsewhere =
    stateOf(names, 'foreign-other-shard') === 'resolved' && stateOf(names, 'sentinel') !== 'resolved';
  const zone = missing.find((name) => name.zone !== null)?.zone ?? null;
  const kind = zoneKind(zone, endpoint);
  const wildcardHere = stateOf(names, 'sentinel') === 'resolved';
  const leftover = wildcardElsewhere && kind !== 'deeper';
  if (resolved.length === 0) {
    // The wildcard's own zone would have denied the names itself.
    if (leftover && kind === 'above') return { check: 'DNS13', words: 'rule', names: missing };
    // Without a SOA that decides, a left-over record and whoever stands before the zone look the same.
    if (kind === 'unknown' && (leftover || wildcardHere))
      return { check: 'DNS13', words: 'unsigned', names: missing };
    if (leftover) return { check: 'DNS03', words: 'leftover', names: missing };
    // Only a zone below Z denies while another `cN` answers; the managed zones of MSK stand at `cN.Z` itself.
    if (stateOf(names, 'foreign-other-shard') === 'resolved' && kind === 'deeper')
      return { check: zone === shardApex(endpoint) ? 'PAT03' : 'DNS13', words: 'main', names: missing };
    const { pattern } = expectation;
    if (kind === 'deeper' || kind === 'apex') {
      const words = pattern === 'resolver-rule' ? 'core' : kind === 'deeper' ? 'shadowed' : 'empty';
      return { check: 'DNS01', words, names: missing };
    }
    // No zone says a word. Other patterns than a rule do not end at the border of a Region.
    if (isElsewhere(endpoint, placement) && (pattern === 'resolver-rule' || pattern === 'any'))
      return { check: 'PAT04', words: pattern === 'any' ? 'undeclared' : 'main', names: missing };
    return { check: 'DNS01', words: wordsByPattern(pattern), names: missing };
  }
  if (leftover) return { check: 'DNS03', words: 'leftover', names: missing };
  if (wildcardHere) return besideWildcard(missing, kind);
  const brokers = own.filter(({ role }) => role === 'broker');
  const noBroker = brokers.length > 0 && brokers.every(({ state }) => state !== 'resolved');
  if (noBroker && stateOf(names, 'sentinel') !== 'resolved') {
    return { check: 'DNS02', words: 'main', names: missing };
  }
  return { check: 'DNS03', words: 'main', names: missing };
}

/** A wildcard answers for a broker that never was, and not for some that are. */
function besideWildcard(names: readonly NameFact[], kind: ZoneKind): Missing {
  if (kind === 'deeper') return { check: 'DNS13', words: 'main', names };
  const beside = { check: 'DNS03', words: 'beside', names } as const;
  return kind === 'apex' ? { ...beside, candidates: [] } : beside;
}

/** Whether the client is known to be in another Region than the cluster. */
export function isElsewhere(endpoint: Facts['endpoint'], { region }: Facts['placement']): boolean {
  return region !== null && endpoint.nameRegion !== null && region !== endpoint.nameRegion;
}

/** The failures of the check that the missing names belong to; `total` is how many names it looked at. */
export function missingCases({ names, words, candidates }: Missing, total: number): readonly Case[] {
  const values = missingValues(names, total);
  return names.map((name) => ({
    status: 'fail',
    subject: name.host,
    words,
    values,
    evidence: [missingEvidence(name)],
    ...(candidates === undefined ? {} : { candidates }),
  }));
}

/** What all three tell about a missing name. */
export function missingEvidence(name: NameFact): string {
  const zone = name.zone === null ? '' : `, SOA of ${zoneWords(name.zone)}`;
  const ttl = name.negativeTtl === null ? '' : `, cached ${name.negativeTtl} s`;
  return `${name.host}: ${answerWords(name.outcome)}${zone}${ttl} (${name.resolver})`;
}

/** What fills the words about missing names. */
export function missingValues(names: readonly NameFact[], total: number): Readonly<Record<string, string>> {
  const zone = names.find((name) => name.zone !== null)?.zone ?? null;
  const ttls = names.flatMap(({ negativeTtl }) => (negativeTtl === null ? [] : [negativeTtl]));
  const first = names[0];
  return {
    resolver: resolverWords(first?.resolver ?? ''),
    rcode: first === undefined ? 'NXDOMAIN' : answerWords(first.outcome),
    zoneClause: zone === null ? '' : ` (SOA of ${zoneWords(zone)})`,
    total: String(total),
    negativeTtl: ttls.length === 0 ? '900' : String(Math.max(...ttls)),
    ...(zone === null ? {} : { zone }),
  };
}

function zoneWords(zone: string): string {
  return zone === '' || zone === '.' ? 'the root zone' : zone;
}

/** A resolver as a person says it. */
export function resolverWords(resolver: string): string {
  return resolver === 'system' || resolver === '' ? "the system's resolver" : `the resolver ${resolver}`;
}

/** An outcome as a person says it. */
export function answerWords(outcome: string): string {
  return outcome === 'NOERROR' ? 'no address (NODATA)' : outcome;
}

function wordsByPattern(declared: string): string {
  const words: Readonly<Record<string, string>> = {
    'phz-privatelink': 'privatelink',
    'resolver-rule': 'rule',
    local: 'local',
  };
  return words[declared] ?? 'main';
}

function stateOf(names: readonly NameFact[], role: NameFact['role']): NameFact['state'] | null {
  return names.find((name) => name.role === role)?.state ?? null;
}
