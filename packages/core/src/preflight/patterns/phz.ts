/** A private hosted zone whose `*` leads to the MSK endpoint, here or behind a rule; or one with fixed records. */
import type { Pattern } from './pattern.ts';

export const phz: Pattern = {
  id: 'phz',
  fit: ({ wildcard, zone, place, answers, declared }) => {
    if (wildcard === 'yes') {
      if (place === 'own') return null;
      const told = declared === 'phz' && answers === 'inside' && place === 'remote';
      const strength = told ? 'strong' : 'weak';
      return {
        strength,
        score: 3,
        evidence: "a wildcard answers, with addresses that are not known to be the client VPC's",
      };
    }
    if (wildcard !== 'no' || zone === 'deeper' || zone === 'above' || place === 'own') return null;
    const evidence = 'no wildcard answers: a zone with fixed records looks like this';
    return { strength: 'weak', score: zone === 'apex' ? 3 : 1, evidence };
  },
};
