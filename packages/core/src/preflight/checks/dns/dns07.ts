/** DNS07: UDP answers come truncated and TCP 53 gives none, at the server that the client asks itself. */
import type { Case, Check } from '../check.ts';
import { ownNames, resolverWords } from './missing.ts';

export const dns07: Check = {
  id: 'DNS07',
  layer: 'dns',
  needs: ['names'],
  run: ({ names }) => {
    const own = ownNames(names);
    if (own.length === 0) return [{ status: 'blocked', subject: null }];
    return own.map(({ host, state, truncated, outcome, resolver }): Case => {
      if (truncated)
        return {
          status: 'fail',
          subject: host,
          values: { resolver: resolverWords(resolver) },
          evidence: [`${host}: truncated over UDP, ${outcome} over TCP (${resolver})`],
        };
      if (state === 'unseen' || state === 'broken')
        return { status: 'blocked', subject: host, by: ['DNS05'] };
      return { status: 'pass', subject: host };
    });
  },
};
