import { changeLastBroker } from '../change-last-broker.ts';
import type { WireFaultKind } from '../fault-kind.ts';

/** Names a port that there is not. */
export const advertisedPort: WireFaultKind<number> = {
  schema: {
    description:
      'Metadata names this port for the last broker. A port is an INT32 there: 0 and 65536 can be said.',
    type: 'integer',
    minimum: -2_147_483_648,
    maximum: 2_147_483_647,
    examples: [0, 65_536],
  },
  answer: (value, answer) => changeLastBroker(answer, () => ({ port: value })),
};
