import { MskReachError } from '@msk-reach/core';
import { type DnsAnswer, emptyAnswer, type ResourceRecord } from './answer.ts';
import type { Rcode } from './codes.ts';
import {
  canonicalName,
  isWithin,
  parentName,
  type Zone,
  type ZoneData,
  zoneData,
  type ZoneNode,
} from './zone-data.ts';

/** The longest chain of CNAMEs that is followed. */
const MAX_CHAIN = 16;

/** Zones made ready for look-ups, by apex. */
export type ZoneSet = ReadonlyMap<string, ZoneData>;

/**
 * Makes zones ready for look-ups.
 *
 * @throws MskReachError `CONFIG_INVALID` for two zones of one name (Route 53: ConflictingDomainExists) or a bad record
 */
export function zoneSet(zones: readonly Zone[]): ZoneSet {
  const set = new Map<string, ZoneData>();
  for (const zone of zones) {
    const data = zoneData(zone);
    if (set.has(data.apex)) {
      throw new MskReachError('CONFIG_INVALID', `zone ${zone.apex}: there are two zones of this name`);
    }
    set.set(data.apex, data);
  }
  return set;
}

/** The zone that answers for a name: the most specific one. */
export function zoneOf(zones: ZoneSet, name: string): ZoneData | undefined {
  for (let at: string | undefined = canonicalName(name); at !== undefined; at = parentName(at)) {
    const zone = zones.get(at);
    if (zone !== undefined) return zone;
  }
  return undefined;
}

/** The record that says for how long "there is none" may be cached (RFC 2308, 3). */
export function negativeSoa(zone: ZoneData): ResourceRecord {
  return { ...zone.soa, ttl: Math.min(zone.soa.ttl ?? 0, zone.soa.data.minimum ?? 0) };
}

/**
 * Answers one question from zones alone, with the algorithm of RFC 1034, 4.3.2 as RFC 4592 made it precise:
 * the most specific zone answers; a wildcard covers every name below its closest encloser, at any depth, and
 * nothing where a name exists; a name exists when any record lies at or below it; a CNAME is followed as far as
 * these zones reach. A name in none of the zones is `REFUSED`.
 *
 * @param type a record type as dns-packet spells it; `ANY` for all
 */
export function lookup(zones: ZoneSet, name: string, type: string): DnsAnswer {
  const chain: ResourceRecord[] = [];
  const seen = new Set<string>();
  let owner = name.replace(/\.$/u, '');
  for (;;) {
    const zone = zoneOf(zones, owner);
    if (zone === undefined) return chain.length === 0 ? emptyAnswer('REFUSED') : positive(chain);
    const cut = delegation(zone, canonicalName(owner));
    if (cut !== undefined) return referral(chain, zone, cut);
    const node = matchingNode(zone, canonicalName(owner));
    if (node === undefined) return negative('NXDOMAIN', chain, zone);
    const [alias] = node.get('CNAME') ?? [];
    if (alias?.type !== 'CNAME' || type === 'CNAME' || type === 'ANY')
      return fromNode(node, owner, type, chain, zone);
    chain.push({ ...alias, name: owner });
    seen.add(canonicalName(owner));
    owner = alias.data;
    if (seen.has(canonicalName(owner)) || chain.length >= MAX_CHAIN) return positive(chain);
  }
}

/** What exists at the name, or the wildcard below its closest encloser (RFC 4592, 3.3.1). */
function matchingNode(zone: ZoneData, name: string): ZoneNode | undefined {
  const exact = zone.nodes.get(name);
  if (exact !== undefined) return exact;
  let encloser = parentName(name);
  while (encloser !== undefined && !zone.nodes.has(encloser)) encloser = parentName(encloser);
  return zone.nodes.get(encloser === '' ? '*' : `*.${encloser ?? ''}`);
}

/** The highest name below the apex at which this zone hands over to another. */
function delegation(zone: ZoneData, name: string): string | undefined {
  let cut: string | undefined;
  for (let at = name; at !== zone.apex && isWithin(at, zone.apex); at = parentName(at) ?? zone.apex) {
    if (!at.startsWith('*') && zone.nodes.get(at)?.has('NS') === true) cut = at;
  }
  return cut;
}

function fromNode(
  node: ZoneNode,
  owner: string,
  type: string,
  chain: readonly ResourceRecord[],
  zone: ZoneData,
): DnsAnswer {
  const found = type === 'ANY' ? [...node.values()].flat() : (node.get(type) ?? []);
  if (found.length === 0) return negative('NOERROR', chain, zone);
  return positive([...chain, ...found.map((record) => ({ ...record, name: owner }))]);
}

function referral(chain: readonly ResourceRecord[], zone: ZoneData, cut: string): DnsAnswer {
  const authorities = zone.nodes.get(cut)?.get('NS') ?? [];
  return { rcode: 'NOERROR', answers: chain, authorities, authoritative: chain.length > 0, truncated: false };
}

function positive(answers: readonly ResourceRecord[]): DnsAnswer {
  return { rcode: 'NOERROR', answers, authorities: [], authoritative: true, truncated: false };
}

function negative(rcode: Rcode, answers: readonly ResourceRecord[], zone: ZoneData): DnsAnswer {
  return { rcode, answers, authorities: [negativeSoa(zone)], authoritative: true, truncated: false };
}
