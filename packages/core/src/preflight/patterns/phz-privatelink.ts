/** A private hosted zone whose `*` leads to an interface endpoint in the client's own VPC, or in a shared one. */
import type { Pattern } from './pattern.ts';

export const phzPrivatelink: Pattern = {
  id: 'phz-privatelink',
  fit: ({ wildcard, zone, place, answers }) => {
    if (wildcard === 'yes') {
      if (place === 'own') {
        const evidence = "a wildcard answers, with addresses of the client's own VPC";
        return { strength: answers === 'outside' ? 'strong' : 'weak', score: 4, evidence };
      }
      const evidence = 'a wildcard answers; an interface endpoint in a shared VPC looks the same';
      return { strength: 'weak', score: place === 'remote' ? 1 : 2, evidence };
    }
    if (wildcard === 'elsewhere') {
      const evidence = 'the names have a zone of their own: one with a fixed record each looks like this';
      return { strength: 'weak', score: 0, evidence };
    }
    if (wildcard !== 'no' || zone === 'deeper' || zone === 'above') return null;
    return {
      strength: 'weak',
      score: zone === 'apex' ? 2 : 1,
      evidence: 'no wildcard answers: a zone with fixed records looks like this',
    };
  },
};
