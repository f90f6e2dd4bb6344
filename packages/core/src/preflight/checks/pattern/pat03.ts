/** PAT03: the managed zone of a cluster attached to this VPC hides the remote one: `cN.Z` denies, another `cN` answers. */
import type { Check } from '../check.ts';
import { missingCases, ownNames, whyMissing } from '../dns/missing.ts';

export const pat03: Check = {
  id: 'PAT03',
  layer: 'pattern',
  needs: ['names', 'endpoint', 'expectation', 'placement'],
  run: ({ names, endpoint, expectation, placement }) => {
    const own = ownNames(names);
    const why = whyMissing({ names, endpoint, expectation, placement });
    if (why.check === 'PAT03') return missingCases(why, own.length);
    const resolved = own.filter(({ state }) => state === 'resolved');
    if (resolved.length > 0) return resolved.map(({ host }) => ({ status: 'pass', subject: host }));
    return [{ status: 'blocked', subject: null, by: [why.check ?? 'DNS05'] }];
  },
};
