/** DNS13: a zone more specific than `cN.Z` hides the names, while another `cN` answers. */
import type { Check } from '../check.ts';
import { missingCases, ownNames, whyMissing } from './missing.ts';

export const dns13: Check = {
  id: 'DNS13',
  layer: 'dns',
  needs: ['names', 'endpoint', 'expectation', 'placement'],
  run: ({ names, endpoint, expectation, placement }) => {
    const own = ownNames(names);
    const why = whyMissing({ names, endpoint, expectation, placement });
    if (why.check === 'DNS13') return missingCases(why, own.length);
    const resolved = own.filter(({ state }) => state === 'resolved');
    if (resolved.length > 0) return resolved.map(({ host }) => ({ status: 'pass', subject: host }));
    return [{ status: 'blocked', subject: null, by: [why.check ?? 'DNS05'] }];
  },
};
