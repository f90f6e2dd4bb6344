/** What the soak and its clients, which are processes of their own, say to each other. */

/** Whose client it is: ours, or raw kafkajs with AWS's signer. */
export type Side = 'ours' | 'peer';

/** What a client is told at its start. */
export interface Settings {
  readonly topic: string;
  readonly partitions: number;
  readonly group: string;
  /** The topic of the idle pair; null for no such pair. */
  readonly idleTopic: string | null;
  /** Messages of one send; each partition has its own. */
  readonly batch: number;
  /** A send to each partition so often, milliseconds. */
  readonly everyMs: number;
  /** How long what is under way may take at the end, milliseconds. */
  readonly drainMs: number;
  /** How long the log is read for what was not consumed, milliseconds; 0: not at all. */
  readonly auditMs: number;
  /** Memory is measured so often, milliseconds. */
  readonly sampleMs: number;
}

/** What a client is asked: how it stands, or to come to its end. */
export type Question = 'status' | 'finish';

/** How a client stands. */
export interface Status {
  /** Messages. */
  readonly acknowledged: number;
  /** Different ones. */
  readonly consumed: number;
  /** Acknowledged messages of each partition. */
  readonly lanes: readonly number[];
  /** The longest time between two acknowledged sends since the last status, milliseconds. */
  readonly gapMs: number;
  /** Sends that threw. */
  readonly failedSends: number;
  /** What the last of them threw; null for none. */
  readonly sendError: string | null;
  /** Consumers that joined their group again after a crash. */
  readonly restarts: number;
  /** Why the consumer is away now, and whether it is going to be restarted; null when it is there. */
  readonly crashed: { readonly error: string; readonly restart: boolean } | null;
  /** Tokens that were asked for; null where nobody counts. */
  readonly tokens: number | null;
  /** When it was measured last. */
  readonly heapMiB: number;
}

/** Memory after a full collection where there is one, over the time since the warm-up. */
export interface Memory {
  readonly samples: number;
  readonly heapMiB: number;
  readonly heapKiBPerMinute: number;
  readonly rssMiB: number;
  readonly rssKiBPerMinute: number;
}

/** How it went. */
export interface Result extends Status {
  readonly maxGapMs: number;
  /** Acknowledged, and not consumed in time. */
  readonly unread: number;
  /** Acknowledged, and not in the log, as far as it was read; the first of them in words. */
  readonly lost: number;
  readonly lostWhere: readonly string[];
  /** Whether the idle pair still works: null, or why not. */
  readonly idle: string | null;
  readonly memory: Memory | null;
}

/** What a client says. */
export type Said =
  | { readonly kind: 'ready' }
  | { readonly kind: 'status'; readonly status: Status }
  | { readonly kind: 'result'; readonly result: Result }
  /** It could not begin. */
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'line'; readonly text: string };
