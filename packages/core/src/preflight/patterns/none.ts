/** Nothing associated: no name of the cluster resolves. */
import type { Pattern } from './pattern.ts';

export const none: Pattern = {
  id: 'none',
  fit: ({ resolved }) =>
    resolved === 'none'
      ? { strength: 'strong', score: 3, evidence: 'no name of the cluster resolves' }
      : null,
};
