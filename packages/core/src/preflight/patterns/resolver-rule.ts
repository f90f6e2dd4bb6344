/** A shared resolver rule that forwards to the VPC of the cluster, where the managed zone answers. */
import type { Pattern } from './pattern.ts';

export const resolverRule: Pattern = {
  id: 'resolver-rule',
  fit: ({ wildcard, zone, place }) => {
    if (wildcard !== 'no' || place === 'own') return null;
    const score = place === 'remote' && zone !== 'apex' ? 3 : zone === 'apex' ? 1 : 2;
    return {
      strength: 'weak',
      score,
      evidence: 'only names that exist resolve, as from the managed zone behind a resolver rule',
    };
  },
};
