/** One trouble that the clients have to live through. */
import type { Lab } from '@msk-reach/lab';

/** What a phase works with. */
export interface Stage {
  readonly lab: Lab;
  /** How long the trouble lasts, milliseconds. */
  readonly ms: number;
  readonly random: () => number;
  /** An id that no broker has had. */
  readonly newBrokerId: () => number;
  /** Rejects when the soak is interrupted. */
  readonly wait: (ms: number) => Promise<void>;
}

/** A phase. */
export interface Phase {
  readonly name: string;
  /** Which part of a round its trouble takes. */
  readonly share: number;
  /** Makes the trouble, waits and mends it. @returns what was done, in words */
  run(stage: Stage): Promise<string>;
}

/** One of the brokers that run. */
export function someBroker({ lab, random }: Stage): number {
  const ids = lab.kafka.list().map(({ id }) => id);
  return ids[Math.floor(random() * ids.length)] ?? 0;
}

/** Seconds, as people read them. */
export function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
