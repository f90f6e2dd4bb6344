/** A service that accepts and never answers, as behind a firewall that drops what follows the handshake. */
import type { StsFault } from './fault.ts';

/** Reads requests and answers none. @public */
export const silence: StsFault<boolean> = {
  schema: {
    description: 'Whether requests are accepted and never answered.',
    examples: [true],
    type: 'boolean',
  },
  start: (on) => (on ? { interfere: () => ({ kind: 'silence' }) } : {}),
};
