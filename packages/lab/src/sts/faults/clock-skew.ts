/** Two clocks that disagree: the service's and this machine's. */
import type { StsFault } from './fault.ts';

/** Shifts the service's clock: what it dates, what it expires and which signatures it accepts. @public */
export const clockSkew: StsFault<number> = {
  schema: {
    description:
      "The service's clock minus this machine's, milliseconds. A client that is 20 minutes behind sees 1200000. Shifts the brokers' clock too.",
    examples: [1_200_000],
    type: 'integer',
    minimum: -86_400_000,
    maximum: 86_400_000,
  },
  start: (clockSkewMs) => ({ clockSkewMs }),
};
