import type { Member } from './members.ts';
import { EMPTY, type NamespacePlan } from './plan.ts';

/** The next hop of every member; each device of the router has it. */
export const GATEWAY = '169.254.1.1';

/** The device of a member that leads to its router. */
export const MEMBER_DEVICE = 'eth0';

/** Addresses and the way out of a member. */
export function memberBase({ addresses }: Member): NamespacePlan {
  return {
    ...EMPTY,
    addresses: Object.values(addresses).map((address) => ({
      address: `${address}/32`,
      device: MEMBER_DEVICE,
    })),
    routes: [{ to: 'default', device: MEMBER_DEVICE, via: GATEWAY }],
  };
}
