/** Renewal ahead of time: no message ever waits for STS while somebody sees to that. */
import type { Ports } from '../ports.ts';
import type { Renewing } from './renewing.ts';

/** What became of renewals; told when it changes, not each time. @public */
export type Renewal =
  | { readonly outcome: 'renewed' }
  | {
      readonly outcome: 'failed';
      readonly error: unknown;
      /** How long what is kept still works, milliseconds. */
      readonly leftMs: number;
    };

/** Of the time until a renewal is due: clients that started together do not all ask at once. */
const JITTER = 0.1;
/** Timers hold 2^31 ms; a machine that slept is noticed sooner. */
const LONGEST_SLEEP_MS = 60_000;

/** Renews whenever it is due, until the signal ends it. Never keeps the process alive. */
export async function keepFresh(
  link: Renewing,
  ports: Pick<Ports, 'sleep' | 'random'>,
  signal: AbortSignal,
  tell: (renewal: Renewal) => void,
): Promise<void> {
  let failing = false;
  await link.first;
  for (;;) {
    const due = link.dueInMs();
    if (due === null) return;
    if (due > 0) {
      const early = due * (1 - JITTER * ports.random());
      await ports.sleep(Math.min(Math.ceil(early), LONGEST_SLEEP_MS), signal, { background: true });
      if (early > LONGEST_SLEEP_MS) continue;
    }
    try {
      await link.renew(signal);
      if (failing) tell({ outcome: 'renewed' });
      failing = false;
    } catch (error) {
      signal.throwIfAborted();
      if (!failing) tell({ outcome: 'failed', error, leftMs: Math.max(0, link.leftMs()) });
      failing = true;
    }
  }
}
