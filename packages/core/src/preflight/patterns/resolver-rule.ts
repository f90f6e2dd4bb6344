/** A shared resolver rule that forwards to the VPC of the cluster, where the managed zone answers. */
import type { Pattern } from './pattern.ts';

export const resolverRule: Pattern = {
  id: 'resolver-rule',
  fit: ({ wildcard, zone, place }) => {
    if (place === 'own') return null;
    if (wildcard === 'elsewhere')
      return {
        strength: 'weak',
        score: place === 'remote' ? 3 : 1,
        evidence: 'the names have a zone or rule of their own, inside that of a wildcard',
      };
    if (wildcard !== 'no') return null;
    const score = place === 'remote' && zone !== 'apex' ? 3 : zone === 'apex' ? 1 : 2;
    return {
      strength: 'weak',
      score,
      evidence: 'only names that exist resolve, as from the managed zone behind a resolver rule',
    };
  },
};
