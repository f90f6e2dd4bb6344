import { changeLastBroker } from '../change-last-broker.ts';
import type { WireFaultKind } from '../fault-kind.ts';

/** Names a host outside of the cluster's domain. */
export const foreignHost: WireFaultKind<string> = {
  schema: {
    description: 'Metadata names this host for the last broker.',
    type: 'string',
    maxLength: 32_767,
    examples: ['broker.example.com', '127.0.0.1'],
  },
  answer: (value, answer) => changeLastBroker(answer, () => ({ host: value })),
};
