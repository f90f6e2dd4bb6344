/** DNS03: fixed records gone stale, or a left-over record that switches the wildcard off. */
import type { Case, Check } from '../check.ts';
import { missingCases, ownNames, whyMissing } from './missing.ts';

export const dns03: Check = {
  id: 'DNS03',
  layer: 'dns',
  needs: ['names', 'endpoint', 'expectation', 'placement', 'metadata'],
  run: ({ names, endpoint, expectation, placement, metadata }) => {
    const own = ownNames(names);
    const why = whyMissing({ names, endpoint, expectation, placement });
    if (why.check === 'DNS03') return missingCases(why, own.length);
    if (why.check !== null) return [{ status: 'blocked', subject: null, by: [why.check] }];
    if (metadata.outcome !== 'ok') return [{ status: 'blocked', subject: null, waitsFor: 'metadata' }];
    return own.map(({ host, state }): Case =>
      state === 'resolved'
        ? { status: 'pass', subject: host }
        : { status: 'blocked', subject: host, by: ['DNS05'] },
    );
  },
};
