/** What is known about one name: its answers boiled down to one state. */
import { isIP } from 'node:net';
import { addressesOf } from '../../net/addresses.ts';
import { aliasIn } from '../../net/dns-answer.ts';
import type { DnsAnswer, NameObservation, NameRole, RepeatedQuestion } from '../observation.ts';

/** `missing`: the name does not exist or has no address; `broken`: no usable answer; `unseen`: not asked. */
type NameState = 'resolved' | 'missing' | 'broken' | 'unseen';

/** What came of asking for a name. */
export interface Verdict {
  readonly state: NameState;
  /** Empty unless resolved. */
  readonly addresses: readonly string[];
  /** `NXDOMAIN`, `NOERROR` (no address), `SERVFAIL`, `timeout`, ... */
  readonly outcome: string;
}

/** Whether a name has addresses of a type; `unknown`: nobody said. */
export type TypeState = 'present' | 'absent' | 'unknown';

/** One name as the first resolver sees it. */
export interface NameFact extends Verdict {
  readonly host: string;
  readonly role: NameRole;
  readonly brokerId: number | null;
  /** The server's own words, where the system's lookup was asked too and decides. */
  readonly direct: Verdict;
  /** What came of one and the same question, time after time, the first one included; empty where it was asked once. */
  readonly again: readonly Verdict[];
  /** IPv4 and IPv6. */
  readonly types: Readonly<Record<'A' | 'AAAA', TypeState>>;
  /** Owner of the SOA of the negative answer, lower case, no trailing dot. */
  readonly zone: string | null;
  /** Seconds for which the negative answer stays cached. */
  readonly negativeTtl: number | null;
  /** Where the CNAMEs of a name with an address end; null where there is none. An alias of Route 53 shows none. */
  readonly alias: string | null;
  /** Where the CNAMEs of a name without an address end; null where there is none, or it led somewhere. */
  readonly deadAlias: string | null;
  /** The answer came truncated and TCP gave none. */
  readonly truncated: boolean;
  /** Who was asked. */
  readonly resolver: string;
  /** The server whose own words these are; with `system` the one that it asks first. */
  readonly server: string | null;
}

const FAMILIES = { A: 4, AAAA: 6 } as const;

type Answer = NameObservation['answers'][number];

/** Outcomes that mean "the look ended", not "the name is at fault". */
export const ENDED: ReadonlySet<string> = new Set(['DEADLINE_EXCEEDED', 'ABORTED']);

/** Boils one observation of a name down. */
export function nameFact(seen: NameObservation, again?: RepeatedQuestion): NameFact {
  const direct = judgeAnswers(seen.host, seen.answers);
  const verdict = seen.lookup === null ? direct : judgeLookup(seen.lookup, direct);
  const soa =
    seen.answers.map(answerOf).find((answer) => answer?.soa != null && answer.type !== 'SOA')?.soa ?? null;
  return {
    host: seen.host,
    role: seen.role,
    brokerId: seen.brokerId,
    ...verdict,
    direct,
    again: againOf(seen, again),
    types: { A: typeOf(seen, 'A', verdict.addresses), AAAA: typeOf(seen, 'AAAA', verdict.addresses) },
    zone: verdict.state === 'missing' && soa !== null ? canonical(soa.owner) : null,
    negativeTtl: verdict.state === 'missing' ? (soa?.negativeTtl ?? null) : null,
    alias: verdict.state === 'resolved' ? aliasOf(seen) : null,
    deadAlias: verdict.state === 'missing' ? aliasOf(seen) : null,
    truncated: verdict.state === 'broken' && seen.answers.some(wasTruncated),
    resolver: seen.resolver,
    server: seen.answers[0]?.server ?? null,
  };
}

const UNSEEN: Verdict = { state: 'unseen', addresses: [], outcome: 'not asked' };

/** A name that nobody asked for. */
export function unseenName(host: string, role: NameRole, brokerId: number | null): NameFact {
  return {
    host,
    role,
    brokerId,
    ...UNSEEN,
    direct: UNSEEN,
    again: [],
    types: { A: 'unknown', AAAA: 'unknown' },
    zone: null,
    negativeTtl: null,
    alias: null,
    deadAlias: null,
    truncated: false,
    resolver: '',
    server: null,
  };
}

/** Lower case, without the root's dot. */
export function canonical(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function judgeLookup(lookup: NonNullable<NameObservation['lookup']>, direct: Verdict): Verdict {
  if (lookup.outcome === 'ok') {
    const { addresses } = lookup.value;
    return addresses.length > 0
      ? { state: 'resolved', addresses, outcome: 'NOERROR' }
      : { state: 'missing', addresses: [], outcome: 'NOERROR' };
  }
  if (lookup.outcome === 'skipped' || ENDED.has(lookup.code))
    return { state: 'unseen', addresses: [], outcome: 'not asked' };
  const negative = lookup.code === 'DNS_NOT_FOUND' || lookup.code === 'DNS_NO_DATA';
  if (negative)
    return {
      state: 'missing',
      addresses: [],
      outcome: direct.state === 'missing' ? direct.outcome : 'NXDOMAIN',
    };
  return {
    state: 'broken',
    addresses: [],
    outcome: direct.state === 'broken' ? direct.outcome : wordOf(lookup.code),
  };
}

function judgeAnswers(host: string, answers: readonly Answer[]): Verdict {
  const asked = answers.filter(({ type }) => type !== 'SOA');
  const found = addressesOf(
    host,
    asked.map(({ step }) => step),
    0,
  );
  if (found.outcome === 'ok')
    return { state: 'resolved', addresses: found.value.addresses, outcome: 'NOERROR' };
  const outcomes = asked.map(outcomeOf);
  const said = (state: NameState, outcome: string): Verdict => ({ state, addresses: [], outcome });
  if (outcomes.includes('NXDOMAIN')) return said('missing', 'NXDOMAIN');
  const trouble = outcomes.find((outcome) => outcome !== 'NOERROR' && outcome !== null);
  if (trouble != null) return said('broken', trouble);
  if (!outcomes.includes('NOERROR')) return said('unseen', 'not asked');
  const malformed = found.outcome === 'error' && found.code === 'DNS_MALFORMED';
  return malformed ? said('broken', wordOf(found.code)) : said('missing', 'NOERROR');
}

function againOf(
  { host, answers }: NameObservation,
  again: RepeatedQuestion | undefined,
): readonly Verdict[] {
  const first = answers.find(({ type, server }) => type === again?.type && server === again.server);
  if (first === undefined || again === undefined) return [];
  const steps = [first.step, ...again.steps];
  return steps.map((step) => judgeAnswers(host, [{ ...first, step }]));
}

/** getaddrinfo may leave a type out that the system has no use for: only a server's own words say `absent`. */
function typeOf({ answers }: NameObservation, type: 'A' | 'AAAA', addresses: readonly string[]): TypeState {
  if (addresses.some((address) => isIP(address) === FAMILIES[type])) return 'present';
  const answer = answers.map(answerOf).find((one) => one?.type === type);
  if (answer?.rcode !== 'NOERROR' || answer.flags.tc) return 'unknown';
  return answer.records.some((record) => record.type === type) ? 'present' : 'absent';
}

function aliasOf({ host, answers }: NameObservation): string | null {
  const ends = answers.flatMap(({ step }) => (step.outcome === 'ok' ? [aliasIn(step.value, host)] : []));
  return ends.find((end) => end !== null) ?? null;
}

/** What came of one question; null where it was not asked to its end. */
function outcomeOf({ step }: Answer): string | null {
  if (step.outcome === 'ok') return step.value.rcode;
  if (step.outcome === 'skipped' || ENDED.has(step.code)) return null;
  return wordOf(step.code);
}

function wordOf(code: string): string {
  const words: Readonly<Record<string, string>> = {
    DNS_TIMEOUT: 'timeout',
    DNS_SERVER_FAILURE: 'SERVFAIL',
    DNS_REFUSED: 'REFUSED',
    DNS_MALFORMED: 'malformed answer',
    DNS_FAILED: 'no usable answer',
  };
  return words[code] ?? code;
}

function answerOf({ step }: Answer): DnsAnswer | null {
  return step.outcome === 'ok' ? step.value : null;
}

function wasTruncated({ step }: Answer): boolean {
  if (step.outcome === 'ok') return step.value.flags.tc;
  return step.outcome === 'error' && step.facts?.['truncated'] === true;
}
