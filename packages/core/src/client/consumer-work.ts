/** What a consumer is at, by its own events: for whoever ends it. */
import type { Consumer } from 'kafkajs';
import type { Ports } from '../ports.ts';

/** A consumer, watched. */
export interface ConsumerWork {
  /** Whether a batch is in its user's hands. */
  readonly busy: () => boolean;
  /** It is run from now on, by its user or by us. */
  readonly started: () => void;
  /** Resolves when nothing of it runs any more. */
  readonly settled: () => Promise<void>;
}

/** kafkajs's own, where neither the error nor the options name a pause (2.2.4, consumer/index.js). */
const RESTART_PAUSE_MS = 300;
/** A timer fires a little early by a finer clock. */
const CLOCK_MS = 2;

/** @param restartPauseMs the user's `initialRetryTime` */
export function watchWork(
  consumer: Pick<Consumer, 'on' | 'events'>,
  { monotonic }: Pick<Ports, 'monotonic'>,
  restartPauseMs: number = RESTART_PAUSE_MS,
): ConsumerWork {
  const { events } = consumer;
  const batches = new Set<string>();
  const waiting = new Set<() => void>();
  let state: 'idle' | 'joining' | 'running' = 'idle';
  let restartsAt: number | null = null;

  const rest = (): void => {
    state = 'idle';
    batches.clear();
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  consumer.on(events.START_BATCH_PROCESS, ({ payload }) => {
    batches.add(`${payload.topic} ${payload.partition}`);
  });
  consumer.on(events.END_BATCH_PROCESS, ({ payload }) => {
    batches.delete(`${payload.topic} ${payload.partition}`);
  });
  consumer.on(events.GROUP_JOIN, () => {
    state = 'running';
    restartsAt = null;
  });
  consumer.on(events.STOP, () => {
    // kafkajs forgets one that is joining its group, and cannot stop it: that one ends by a crash.
    if (state === 'running') rest();
  });
  consumer.on(events.CRASH, ({ payload }) => {
    const { retryTime } = payload.error as { readonly retryTime?: number };
    restartsAt = payload.restart ? monotonic() + (retryTime ?? restartPauseMs) - CLOCK_MS : null;
    rest();
  });

  return {
    busy: () => batches.size > 0,
    started: () => {
      if (state === 'idle') state = 'joining';
    },
    settled: async () => {
      const restarted = restartsAt !== null && monotonic() >= restartsAt;
      if (state !== 'idle' || restarted) await new Promise<void>((resolve) => waiting.add(resolve));
      // What kafkajs plans after a crash is taken back one turn later.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
