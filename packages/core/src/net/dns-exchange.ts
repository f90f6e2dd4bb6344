/** What the two transports of one DNS question share. */
import type { DnsQuestion } from './dns-codec.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { WaitOptions } from './timebox.ts';

/** How to ask. @public */
export interface DnsQueryOptions extends WaitOptions {
  /** Every packet sent takes a turn of it. */
  readonly limiter?: RateLimiter | undefined;
}

/** A DNS server. */
export interface DnsServer {
  readonly address: string;
  readonly port: number;
}

/** One question on its way. */
export interface Exchange extends DnsQueryOptions {
  readonly question: DnsQuestion;
  readonly query: Buffer;
  readonly server: DnsServer;
  /** Ends it. */
  readonly signal: AbortSignal;
}
