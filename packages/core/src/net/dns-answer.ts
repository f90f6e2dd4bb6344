/** What a DNS server answered, as plain data, and what may be read from it. */
import { MskReachError } from '../errors.ts';

/** One record of an answer. @public */
export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly data: string;
}

/** One answer of one DNS server, whatever its rcode. @public */
export interface DnsAnswer {
  readonly type: 'A' | 'AAAA' | 'SOA';
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`, ... */
  readonly rcode: string;
  readonly flags: { readonly aa: boolean; readonly tc: boolean; readonly ra: boolean; readonly ad: boolean };
  readonly via: 'udp' | 'tcp';
  readonly records: readonly DnsRecord[];
  /** SOA of a negative answer's authority section (or of a SOA answer). `negativeTtl` = min(TTL, minimum), seconds (RFC 2308). */
  readonly soa: {
    readonly owner: string;
    readonly ttl: number;
    readonly minimum: number;
    readonly negativeTtl: number;
  } | null;
}

const MAX_CNAMES = 16;

/** The name at which an answer's CNAMEs for a name end; null without one, or where they do not end. */
export function aliasIn({ records }: DnsAnswer, name: string): string | null {
  const start = name.toLowerCase();
  let owner = start;
  for (let links = 0; links <= MAX_CNAMES; links += 1) {
    const here = owner;
    const alias = records.find((record) => record.type === 'CNAME' && record.name === here);
    if (alias === undefined) return owner === start ? null : owner;
    owner = alias.data;
  }
  return null;
}

/**
 * The addresses that an answer gives for a name, CNAMEs followed as far as the answer itself holds them: nothing
 * more is asked.
 *
 * @throws MskReachError DNS_MALFORMED on a chain of more than 16 links, which a loop is too
 * @public
 */
export function addressesIn(answer: DnsAnswer, name: string): readonly string[] {
  let owner = name.toLowerCase();
  for (let links = 0; links <= MAX_CNAMES; links += 1) {
    const here = answer.records.filter((record) => record.name === owner);
    const alias = here.find((record) => record.type === 'CNAME');
    if (alias === undefined)
      return [...new Set(here.filter((record) => record.type === answer.type).map((record) => record.data))];
    owner = alias.data;
  }
  throw new MskReachError(
    'DNS_MALFORMED',
    `The answer for ${name} is a chain of more than ${MAX_CNAMES} CNAMEs, or a loop`,
  );
}
