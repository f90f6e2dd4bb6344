/** DNS08: an alias to an old endpoint: to a name that is gone, or to addresses outside the declared ones. */
import { isJudgedBy, isUnmeant, liesIn } from '../../addresses.ts';
import type { NameFact } from '../../facts/names.ts';
import type { Case, Check } from '../check.ts';
import { answerWords, ownNames } from './missing.ts';

export const dns08: Check = {
  id: 'DNS08',
  layer: 'dns',
  needs: ['names', 'expectation'],
  run: ({ names, expectation: { cidrs } }) => {
    const own = ownNames(names);
    const dangling = own.flatMap((name) => danglingCase(name));
    if (dangling.length > 0) return dangling;
    if (cidrs.length === 0)
      return [{ status: 'skip', subject: null, note: 'No block is declared for the answers (--cidr).' }];
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

/** The alias is there, and what it names is not: the name itself is no part of what is missing. */
function danglingCase({ host, deadAlias, outcome, resolver }: NameFact): readonly Case[] {
  if (deadAlias === null) return [];
  return [
    {
      status: 'fail',
      subject: host,
      words: 'dangling',
      values: { alias: deadAlias },
      evidence: [`${host}: CNAME to ${deadAlias}, ${answerWords(outcome)} (${resolver})`],
    },
  ];
}
