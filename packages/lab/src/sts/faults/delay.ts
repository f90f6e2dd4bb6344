/** A slow service: every answer waits. */
import type { StsFault } from './fault.ts';

/** Waits before every answer, milliseconds. @public */
export const delay: StsFault<number> = {
  schema: {
    description: 'Milliseconds that every answer waits.',
    examples: [1500],
    type: 'integer',
    minimum: 0,
    maximum: 600_000,
  },
  start: (delayMs) => ({ delayMs }),
};
