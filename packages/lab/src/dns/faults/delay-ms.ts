import type { DnsFaultKind } from '../fault-kind.ts';

/** Holds the answer back. */
export const delayMs: DnsFaultKind<number> = {
  schema: {
    description: 'Hold the answer back for this many milliseconds.',
    type: 'integer',
    minimum: 0,
    maximum: 600_000,
    examples: [1500],
  },
  delayMs: (value) => value,
};
