/** A cluster that is used for nothing: tests say what is different. */
import type { Uses } from '../src/policy/documents.ts';

export const noUses: Uses = {
  produce: [],
  consume: [],
  groups: [],
  transactionalIds: [],
  idempotent: false,
  admin: false,
  check: false,
};
