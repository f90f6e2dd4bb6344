/** A service that is not there: its port is closed, connections are refused. */
import type { StsFault } from './fault.ts';

/** Closes the port until it is switched off. @public */
export const refuse: StsFault<boolean> = {
  schema: {
    description: 'Whether the port is closed, so that connections are refused.',
    examples: [true],
    type: 'boolean',
  },
  start: (closesPort) => ({ closesPort }),
};
