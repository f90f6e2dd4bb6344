import type { GatewayFaultKind } from '../fault-kind.ts';

/** Nothing listens at the address. */
export const refuse: GatewayFaultKind<true> = {
  schema: {
    description: 'Nothing listens at the address: a connection is refused (RST). For addresses only.',
    const: true,
    examples: [true],
  },
  listen: async () => ({ close: async () => undefined }),
};
