import dnsPacket, { type OptAnswer, type Packet, type Question } from 'dns-packet';
import { type DnsAnswer, emptyAnswer } from './answer.ts';
import { RCODES, type Rcode } from './codes.ts';

const HEADER_BYTES = 12;
const RESPONSE = 0x8000;
const OPCODE_AND_RD_AND_CD = 0x7910;
/** What a packet may hold when its sender says nothing of EDNS (RFC 1035, 4.2.1). */
const PLAIN_UDP_BYTES = 512;
/** The most we send over UDP, whatever the sender offers (RFC 6891, 6.2.5 suggests it as a start). */
const MAX_UDP_BYTES = 4096;

/** One question that can be answered. */
export interface DnsQuery {
  readonly id: number;
  /** Operation code, RD and CD, which an answer repeats. */
  readonly flags: number;
  readonly question: Question;
  /** What the sender takes over UDP. */
  readonly udpBytes: number;
  /** Whether the sender speaks EDNS, and so gets an OPT record back. */
  readonly edns: boolean;
}

/** How a server presents itself. */
export interface DnsManner {
  /** Sets AA (an authoritative server) or RA (a resolver, as a VPC's is). */
  readonly role: 'authoritative' | 'resolver';
  /** The most bytes that the answer may have. */
  readonly maxBytes: number;
}

/** A packet read: a question, a refusal to send at once, or nothing that deserves an answer. */
export type ReadQuery = { query: DnsQuery } | { refusal: Buffer } | undefined;

/**
 * Reads one packet. Whatever it holds, this does not throw: a packet without a header, or one that is itself
 * an answer, gets none; a question that cannot be read gets FORMERR; another operation or class NOTIMP.
 */
export function readQuery(packet: Buffer): ReadQuery {
  if (packet.length < HEADER_BYTES || (packet.readUInt16BE(2) & RESPONSE) !== 0) return undefined;
  const id = packet.readUInt16BE(0);
  const flags = packet.readUInt16BE(2) & OPCODE_AND_RD_AND_CD;
  if ((flags & 0x7800) !== 0) return { refusal: refusal(id, flags, 'NOTIMP') };
  const decoded = decode(packet);
  const question = decoded?.questions?.[0];
  if (decoded === undefined || question === undefined || decoded.questions?.length !== 1) {
    return { refusal: refusal(id, flags, 'FORMERR') };
  }
  const options = (decoded.additionals ?? []).filter((record): record is OptAnswer => record.type === 'OPT');
  if (options.length > 1 || !sameBytes(question, packet)) return { refusal: refusal(id, flags, 'FORMERR') };
  const [opt] = options;
  const offered = Math.min(Math.max(opt?.udpPayloadSize ?? 0, PLAIN_UDP_BYTES), MAX_UDP_BYTES);
  const query: DnsQuery = { id, flags, question, udpBytes: offered, edns: opt !== undefined };
  if (opt !== undefined && opt.ednsVersion !== 0) return { refusal: said(query, 'BADVERS') };
  return (question.class ?? 'IN') === 'IN' ? { query } : { refusal: said(query, 'NOTIMP') };
}

/** Puts an answer into a packet, cut off with TC when it does not fit (RFC 2181, 9). */
export function writeAnswer(query: DnsQuery, answer: DnsAnswer, { role, maxBytes }: DnsManner): Buffer {
  const code = RCODES[answer.rcode];
  const aa = role === 'authoritative' && answer.authoritative ? dnsPacket.AUTHORITATIVE_ANSWER : 0;
  const ra = role === 'resolver' ? dnsPacket.RECURSION_AVAILABLE : 0;
  const packet: Packet = {
    type: 'response',
    id: query.id,
    flags: query.flags | aa | ra | (code & 0xf),
    questions: [query.question],
    additionals: query.edns ? [optRecord(code >> 4)] : [],
  };
  if (!answer.truncated) {
    const whole = dnsPacket.encode({
      ...packet,
      answers: [...answer.answers],
      authorities: [...answer.authorities],
    });
    if (whole.length <= maxBytes) return whole;
  }
  return dnsPacket.encode({ ...packet, flags: (packet.flags ?? 0) | dnsPacket.TRUNCATED_RESPONSE });
}

function decode(packet: Buffer): Packet | undefined {
  try {
    return dnsPacket.decode(packet);
  } catch {
    // dns-packet throws plain errors on whatever it cannot read; FORMERR is the answer to all of them.
    return undefined;
  }
}

/** Whether the question as read is the question as sent: no label with a dot, no compression, no bytes lost. */
function sameBytes(question: Question, packet: Buffer): boolean {
  const encoded = dnsPacket.encode({ type: 'query', questions: [question] }).subarray(HEADER_BYTES);
  return encoded.equals(packet.subarray(HEADER_BYTES, HEADER_BYTES + encoded.length));
}

function said(query: DnsQuery, rcode: Rcode): Buffer {
  return writeAnswer(query, emptyAnswer(rcode), { role: 'authoritative', maxBytes: query.udpBytes });
}

function refusal(id: number, flags: number, rcode: Rcode): Buffer {
  return dnsPacket.encode({ type: 'response', id, flags: flags | RCODES[rcode] });
}

function optRecord(extendedRcode: number): OptAnswer {
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize: 1232,
    extendedRcode,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
}
