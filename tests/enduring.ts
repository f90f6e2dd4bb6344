/** Clients in a process of their own that work through a trouble: `tests/programs/endures.mjs`. */
import type { HealthState, MskReachOptions } from '@msk-reach/core';
import type { Lab } from '@msk-reach/lab';
import { startAsked } from './ask-program.ts';
import { programEnvironment } from './lab-options.ts';

/** An error as its reader meets it. */
export interface ReadError {
  /** Ours; null where none of the causes has one. */
  readonly code: string | null;
  /** Every message down to the first cause. */
  readonly words: string;
}

export interface Endured {
  readonly acknowledged: number;
  /** Of each client's consumer: what was acknowledged and never came. */
  readonly lost: readonly (readonly string[])[];
  /** Whether each client got one more message acknowledged at the end. */
  readonly alive: readonly boolean[];
  /** Tokens that were signed. */
  readonly tokens: number;
  readonly joins: number;
  readonly crashes: readonly (ReadError & { readonly restart: boolean })[];
  readonly failures: readonly ReadError[];
  /** What kafkajs and we logged, from warnings up, each once. */
  readonly words: readonly string[];
  /** What the process still held after it. */
  readonly held: readonly string[];
  /** The process's exit code. */
  readonly code: unknown;
}

export interface Enduring extends AsyncDisposable {
  /** Sets the process's clock so far ahead of the machine's, milliseconds; negative: behind. */
  readonly step: (ms: number) => Promise<void>;
  /** Each client's. */
  readonly readiness: () => Promise<readonly HealthState[]>;
  /** Waits until every client has sent and received anew; false when that does not come. */
  readonly alive: () => Promise<boolean>;
  /** The first half of that: consumers may still be on their way. */
  readonly sending: () => Promise<boolean>;
  /** Sends no more, waits for what is under way and closes. */
  readonly finish: () => Promise<Endured>;
}

export interface EnduringOptions {
  readonly topic: string;
  /** @default 1 */
  readonly clients?: number;
  /** Between two messages of one client. @default 50 */
  readonly everyMs?: number;
  readonly options?: Partial<MskReachOptions>;
}

/** Resolves once every client works. */
export async function startEnduring(lab: Lab, options: EnduringOptions): Promise<Enduring> {
  // Under a test's NODE_ENV kafkajs tries again less often than it does for its users.
  const { NODE_ENV: _test, ...env } = programEnvironment(lab, { ...options });
  const program = await startAsked('endures.mjs', env);
  const { ask, ended } = program;
  return {
    step: (about) => ask({ question: 'step', about }),
    readiness: () => ask({ question: 'readiness' }),
    alive: () => ask({ question: 'alive' }),
    sending: () => ask({ question: 'sending' }),
    finish: async () => {
      const told = await ask<Omit<Endured, 'code'>>({ question: 'finish' });
      return { ...told, code: await ended };
    },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}
