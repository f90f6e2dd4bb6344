/** A cluster attached to the client's own VPC, by its managed zone. */
import type { Fit, Pattern } from './pattern.ts';

export const local: Pattern = {
  id: 'local',
  fit: ({ wildcard, zone, place }) => {
    if (place === 'remote' || wildcard === 'unknown') return null;
    if (wildcard === 'elsewhere')
      return weak(place === 'own' ? 3 : 2, 'the names have a zone of their own, inside that of a wildcard');
    // Where the managed zone holds one name a zone, a wildcard beside it answers for all others.
    if (wildcard === 'yes')
      return place === 'own' ? weak(1, 'the addresses are of this VPC, and a wildcard leads to them') : null;
    const score = place === 'own' ? 3 : zone === 'apex' ? 1 : 2;
    return weak(score, 'only names that exist resolve, as from the managed zone of a cluster of this VPC');
  },
};

function weak(score: number, evidence: string): Fit {
  return { strength: 'weak', score, evidence };
}
