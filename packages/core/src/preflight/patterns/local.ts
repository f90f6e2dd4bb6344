/** A cluster attached to the client's own VPC, by its managed zone. */
import type { Pattern } from './pattern.ts';

export const local: Pattern = {
  id: 'local',
  fit: ({ wildcard, zone, place }) => {
    if (wildcard !== 'no' || place === 'remote') return null;
    const score = place === 'own' ? 3 : zone === 'apex' ? 1 : 2;
    return {
      strength: 'weak',
      score,
      evidence: 'only names that exist resolve, as from the managed zone of a cluster of this VPC',
    };
  },
};
