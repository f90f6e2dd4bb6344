import type { GatewayFaultKind } from '../fault-kind.ts';
import { holdListener } from '../held-listener.ts';

/** A SYN that nobody answers. */
export const blackhole: GatewayFaultKind<true> = {
  schema: {
    description:
      'Nobody answers a SYN at the address, as behind a security group: `connect` runs into its own timeout. For addresses only.',
    const: true,
    examples: [true],
  },
  listen: (_value, place) => holdListener(place),
};
