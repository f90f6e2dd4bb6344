import type { GatewayFaultKind } from '../fault-kind.ts';
import { listenSlowly } from '../slow-listener.ts';

/** The first SYNs are lost. */
export const slowConnectMs: GatewayFaultKind<number> = {
  schema: {
    description:
      'The first SYNs to the address are lost: a connection comes about when the client repeats its SYN after this many milliseconds (Linux first does so after 1,000). For addresses only; Linux only.',
    type: 'integer',
    minimum: 1,
    maximum: 60_000,
    examples: [1000, 3000],
  },
  listen: (value, place, onConnection) => listenSlowly(place, value, onConnection),
};
