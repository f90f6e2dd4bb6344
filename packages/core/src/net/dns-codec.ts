/**
 * DNS packets to and from plain data, over dns-packet.
 *
 * What comes in is hostile until it has been read: sizes are bounded, dns-packet's plain errors become
 * DNS_MALFORMED, and names keep no byte that a terminal would obey.
 */
import dnsPacket from 'dns-packet';
import type { Answer, DecodedPacket, SoaData } from 'dns-packet';
import { MskReachError } from '../errors.ts';
import type { DnsAnswer, DnsRecord } from './dns-answer.ts';

/** The question that an answer has to repeat. */
export interface DnsQuestion {
  readonly id: number;
  readonly name: string;
  readonly type: DnsAnswer['type'];
}

const HEADER_BYTES = 12;
const MAX_RECORDS = 256;
const MAX_DATA_CHARACTERS = 512;

/** A query as getaddrinfo sends it: recursion desired, no EDNS, so that truncation shows as the client would see it. */
export function encodeQuery({ id, name, type }: DnsQuestion): Buffer {
  return dnsPacket.encode({
    type: 'query',
    id,
    flags: dnsPacket.RECURSION_DESIRED,
    questions: [{ type, name }],
  });
}

/**
 * Reads a packet as the answer to `question`; null where it answers something else (another id or question),
 * which a reader on UDP drops and goes on waiting.
 *
 * @throws MskReachError DNS_MALFORMED where it has our id and cannot be read
 */
export function decodeAnswer(packet: Buffer, question: DnsQuestion, via: DnsAnswer['via']): DnsAnswer | null {
  if (packet.length < HEADER_BYTES) throw malformed(`a packet of ${packet.length} bytes`);
  if (packet.readUInt16BE(0) !== question.id) return null;
  const decoded = decode(packet);
  if (decoded.type !== 'response') return null;
  const rcode = rcodeOf(decoded);
  if (!repeats(decoded, question, rcode)) return null;
  const answers = decoded.answers ?? [];
  const authorities = decoded.authorities ?? [];
  if (answers.length + authorities.length > MAX_RECORDS) throw malformed(`more than ${MAX_RECORDS} records`);
  return {
    type: question.type,
    rcode,
    flags: { aa: decoded.flag_aa, tc: decoded.flag_tc, ra: decoded.flag_ra, ad: decoded.flag_ad },
    via,
    records: answers.flatMap(recordOf),
    soa: soaOf(question.type === 'SOA' ? [...answers, ...authorities] : authorities),
  };
}

/** @types/dns-packet leaves the rcode out. */
function rcodeOf(decoded: DecodedPacket): string {
  return (decoded as DecodedPacket & { readonly rcode: string }).rcode;
}

function decode(packet: Buffer): DecodedPacket {
  try {
    return dnsPacket.decode(packet);
  } catch (cause) {
    throw malformed(cause instanceof Error ? cause.message : 'undecodable', cause);
  }
}

/** A server that could not even read the question may leave it out (RFC 1035, 4.1.1); nobody else may. */
function repeats(decoded: DecodedPacket, { name, type }: DnsQuestion, rcode: string): boolean {
  const questions = decoded.questions ?? [];
  if (questions.length === 0) return rcode !== 'NOERROR' && rcode !== 'NXDOMAIN';
  const [first] = questions;
  return (
    questions.length === 1 &&
    first?.type === type &&
    first.class === 'IN' &&
    plainName(first.name) === plainName(name)
  );
}

function recordOf(answer: Answer): readonly DnsRecord[] {
  // Records of another class than the question's say nothing about the Internet's names.
  if (answer.type === 'OPT' || !('data' in answer) || answer.class !== 'IN') return [];
  return [{ name: plainName(answer.name), type: answer.type, ttl: answer.ttl ?? 0, data: dataOf(answer) }];
}

function dataOf(answer: Answer & { data: unknown }): string {
  const { data } = answer;
  if (answer.type === 'CNAME' || answer.type === 'DNAME' || answer.type === 'NS')
    return plainName(String(data));
  if (typeof data === 'string') return printable(data);
  if (answer.type === 'SOA') {
    const soa = data as SoaData;
    return [
      plainName(soa.mname),
      plainName(soa.rname),
      soa.serial,
      soa.refresh,
      soa.retry,
      soa.expire,
      soa.minimum,
    ].join(' ');
  }
  return printable(Buffer.isBuffer(data) ? data.toString('hex') : (JSON.stringify(data) ?? ''));
}

function soaOf(records: readonly Answer[]): DnsAnswer['soa'] {
  const found = records.find((record) => record.type === 'SOA');
  if (found === undefined) return null;
  const ttl = found.ttl ?? 0;
  const minimum = found.data.minimum ?? 0;
  return { owner: plainName(found.name), ttl, minimum, negativeTtl: Math.min(ttl, minimum) };
}

/** Lower case, no root dot, nothing unprintable: the form in which names are compared and shown. */
export function plainName(name: string): string {
  const text = printable(name).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return text.length > 1 && text.endsWith('.') ? text.slice(0, -1) : text;
}

function printable(text: string): string {
  return text
    .slice(0, MAX_DATA_CHARACTERS)
    .replace(/[^\x21-\x7e]/g, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

function malformed(what: string, cause?: unknown): MskReachError {
  return new MskReachError(
    'DNS_MALFORMED',
    `The DNS answer cannot be read: ${what}`,
    cause === undefined ? {} : { cause },
  );
}
