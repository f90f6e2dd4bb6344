/** DNS01: nothing answers for the cluster's names on this VPC. */
import type { Check } from '../check.ts';
import { missingCases, ownNames, whyMissing } from './missing.ts';

export const dns01: Check = {
  id: 'DNS01',
  layer: 'dns',
  needs: ['names', 'endpoint', 'expectation', 'placement'],
  run: ({ names, endpoint, expectation, placement }) => {
    const own = ownNames(names);
    const why = whyMissing({ names, endpoint, expectation, placement });
    if (why.check === 'DNS01') return missingCases(why, own.length);
    const resolved = own.filter(({ state }) => state === 'resolved');
    if (resolved.length > 0) return resolved.map(({ host }) => ({ status: 'pass', subject: host }));
    if (own.length === 0) return [{ status: 'blocked', subject: null }];
    return own.map(({ host }) => ({
      status: 'blocked',
      subject: host,
      by: ['DNS05', 'DNS03', 'DNS13', 'PAT03', 'PAT04'],
    }));
  },
};
