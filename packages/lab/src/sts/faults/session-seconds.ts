/** Sessions shorter than asked for, to see credentials expire without waiting for an hour. */
import type { StsFault } from './fault.ts';

/** Grants at most this many seconds, also below AWS's least of 900. @public */
export const sessionSeconds: StsFault<number> = {
  schema: {
    description: 'The longest session granted, seconds, whatever was asked for; may be below the 900 of AWS.',
    examples: [30],
    type: 'integer',
    minimum: 1,
    maximum: 43_200,
  },
  start: (seconds) => ({ sessionSeconds: seconds }),
};
