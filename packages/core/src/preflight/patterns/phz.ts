/** A private hosted zone whose `*` leads to the MSK endpoint, here or behind a rule; or one with fixed records. */
import type { Pattern } from './pattern.ts';

export const phz: Pattern = {
  id: 'phz',
  fit: ({ wildcard, zone, place, answers, declared }) => {
    if (place === 'own' || wildcard === 'unknown') return null;
    if (wildcard === 'yes') {
      const told = declared === 'phz' && answers === 'inside' && place === 'remote';
      const strength = told ? 'strong' : 'weak';
      return {
        strength,
        score: 3,
        evidence: "a wildcard answers, with addresses that are not known to be the client VPC's",
      };
    }
    if (wildcard === 'elsewhere') {
      const evidence = 'the names have a zone of their own: one with a fixed record each looks like this';
      return { strength: 'weak', score: 0, evidence };
    }
    if (zone === 'deeper' || zone === 'above') return null;
    const evidence = 'no wildcard answers: a zone with fixed records looks like this';
    return { strength: 'weak', score: zone === 'apex' ? 3 : 1, evidence };
  },
};
