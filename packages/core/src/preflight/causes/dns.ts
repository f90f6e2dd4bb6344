/** Causes in how names resolve. Every fix of a name says how long the old NXDOMAIN stays cached (RFC 2308). */
import type { Cause } from './cause.ts';
import { addressCauses } from './dns/addresses.ts';
import { differenceCauses } from './dns/differences.ts';
import { familyCauses } from './dns/families.ts';
import { recordCauses } from './dns/records.ts';
import { resolverCauses } from './dns/resolvers.ts';
import { shadowCauses } from './dns/shadows.ts';
import { unansweredCauses } from './dns/unanswered.ts';

export const dnsCauses: readonly Cause[] = [
  ...unansweredCauses,
  ...recordCauses,
  ...resolverCauses,
  ...addressCauses,
  ...differenceCauses,
  ...familyCauses,
  ...shadowCauses,
];
