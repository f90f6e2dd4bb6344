import type { FaultKind } from '../faults/kind.ts';
import type { DnsAnswer, ResourceRecord } from './answer.ts';

/** How a question came. @public */
export type DnsTransport = 'udp' | 'tcp';

/** One question on its way to an answer, as a fault sees it. @public */
export interface DnsExchange {
  readonly name: string;
  /** As dns-packet spells it: `A`, `AAAA`, `UNKNOWN_65`. */
  readonly type: string;
  readonly via: DnsTransport;
  /** The SOA with the TTL of a negative answer, of the zone that the name belongs to. */
  readonly soa: ResourceRecord | undefined;
  /** Random bytes. */
  readonly random: (size: number) => Buffer;
}

/**
 * One kind of DNS fault. `Value` is what a scenario writes for it, and `schema` describes that.
 * A kind acts at any of three moments; most need one.
 *
 * @public
 */
export interface DnsFaultKind<Value> extends FaultKind {
  /** How long the answer is held back, in milliseconds. */
  readonly delayMs?: (value: Value) => number;
  /** Changes what is said. */
  readonly answer?: (value: Value, answer: DnsAnswer, exchange: DnsExchange) => DnsAnswer;
  /** Changes what is sent: another packet, nothing at all, or (TCP) the end of the connection. */
  readonly packet?: (value: Value, packet: Buffer, exchange: DnsExchange) => Buffer | 'silence' | 'close';
}
