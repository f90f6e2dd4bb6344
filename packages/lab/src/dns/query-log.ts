import type { DnsTransport } from './fault-kind.ts';

/** One question that the server received. @public */
export interface DnsQueryRecord {
  /** As it was sent, case included. */
  readonly name: string;
  readonly type: string;
  readonly via: DnsTransport;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The latest questions, so that a long run does not fill the memory. */
export interface QueryLog {
  add(record: DnsQueryRecord): void;
  all(): readonly DnsQueryRecord[];
  clear(): void;
}

/** Keeps at least the last `limit` questions. */
export function queryLog(limit: number): QueryLog {
  let records: DnsQueryRecord[] = [];
  return {
    add(record) {
      records.push(record);
      // Dropped in halves: one copy for every `limit` questions.
      if (records.length >= 2 * limit) records = records.slice(-limit);
    },
    all: () => [...records],
    clear: () => {
      records = [];
    },
  };
}
