/**
 * How long kafkajs keeps trying, by what the client is at. It plans its next attempt with a timer that nobody else can
 * end: so pauses are short from the moment a client is asked to end, and there are none once it is over.
 */
import type { RetryOptions } from 'kafkajs';
import { lively } from './lively.ts';

/** What a client is at: `closing` ends in good order, `over` fails whatever is still asked. */
export type Phase = 'open' | 'closing' | 'over';

/** The patience of one client. */
export interface Patience {
  readonly phase: () => Phase;
  readonly enter: (phase: Phase) => void;
  /** The same options, of which those that are given follow the phase. */
  readonly following: (retry: RetryOptions | undefined) => RetryOptions;
}

/** While a client ends: long enough for an election, short enough to wait for. */
const CLOSING_PAUSE_MS = 2_000;

/** The patience of a client that is open. */
export function createPatience(): Patience {
  let phase: Phase = 'open';
  const pause = (usual: number): number =>
    phase === 'open' ? usual : phase === 'closing' ? Math.min(usual, CLOSING_PAUSE_MS) : 0;
  return {
    phase: () => phase,
    enter: (next) => void (phase = next),
    following: (retry = {}) => {
      const { maxRetryTime, retries } = retry;
      return {
        ...retry,
        ...(maxRetryTime === undefined ? {} : { maxRetryTime: lively(() => pause(maxRetryTime)) }),
        // kafkajs asks whether so many were made already.
        ...(retries === undefined ? {} : { retries: lively(() => (phase === 'over' ? -1 : retries)) }),
      };
    },
  };
}
