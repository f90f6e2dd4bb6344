/** DNS08: answers outside the addresses that were declared for them: an alias to an old endpoint. */
import { isJudgedBy, isUnmeant, liesIn } from '../../addresses.ts';
import type { Case, Check } from '../check.ts';
import { ownNames } from './missing.ts';

export const dns08: Check = {
  id: 'DNS08',
  layer: 'dns',
  needs: ['names', 'expectation'],
  run: ({ names, expectation: { cidrs } }) => {
    if (cidrs.length === 0)
      return [{ status: 'skip', subject: null, note: 'No block is declared for the answers (--cidr).' }];
    const own = ownNames(names);
    if (own.length === 0) return [{ status: 'blocked', subject: null }];
    return own.map(({ host, state, addresses }): Case => {
      if (state !== 'resolved')
        return { status: 'blocked', subject: host, by: ['DNS01', 'DNS02', 'DNS03', 'DNS05'] };
      const outside = addresses.filter(
        (address) => isJudgedBy(address, cidrs) && !liesIn(address, cidrs) && !isUnmeant(address, cidrs),
      );
      if (outside.length === 0) return { status: 'pass', subject: host };
      const values = { addresses: outside.join(', '), cidrs: cidrs.join(', ') };
      return { status: 'fail', subject: host, values, evidence: [`${host}: ${outside.join(', ')}`] };
    });
  },
};
