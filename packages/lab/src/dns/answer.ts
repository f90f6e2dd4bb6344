import type { SoaAnswer, StringAnswer, TxtAnswer } from 'dns-packet';
import type { Rcode } from './codes.ts';

/** One resource record, in the shape of dns-packet; `ttl` in seconds. @public */
export type ResourceRecord = StringAnswer | SoaAnswer | TxtAnswer;

/** What a server has to say to one question, before it is put into a packet. @public */
export interface DnsAnswer {
  readonly rcode: Rcode;
  readonly answers: readonly ResourceRecord[];
  readonly authorities: readonly ResourceRecord[];
  /** Whether the data is this server's own (the AA flag); not so for a referral. */
  readonly authoritative: boolean;
  /** Whether the answer is cut off (the TC flag). */
  readonly truncated: boolean;
}

/** An answer without any record. */
export function emptyAnswer(rcode: Rcode): DnsAnswer {
  return { rcode, answers: [], authorities: [], authoritative: false, truncated: false };
}
