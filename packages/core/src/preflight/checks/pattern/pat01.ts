/** PAT01: the names resolve by another path than the declared one, or to where they must not lie. */
import { isJudgedBy, isOwnMachine, liesIn } from '../../addresses.ts';
import type { NameFact } from '../../facts/names.ts';
import type { Expectation } from '../../observation.ts';
import type { Case, Check } from '../check.ts';
import { ownNames } from '../dns/missing.ts';

export const pat01: Check = {
  id: 'PAT01',
  layer: 'pattern',
  needs: ['names', 'endpoint', 'expectation', 'pattern'],
  run: ({ names, endpoint, expectation, pattern }) => {
    if (endpoint.kind === 'self-managed')
      return [{ status: 'skip', subject: null, note: 'Not a cluster of MSK: its names follow no pattern.' }];
    const resolved = ownNames(names).filter(({ state }) => state === 'resolved');
    const misplaced = resolved.flatMap((name) => misplacedCase(name, expectation));
    if (misplaced.length > 0) return misplaced;
    const { declared, observed, alternatives, evidence } = pattern;
    if (declared === 'any')
      return [{ status: 'skip', subject: null, note: 'No pattern is declared (--pattern any).', evidence }];
    if (resolved.length === 0) return [{ status: 'blocked', subject: null, names: [], evidence }];
    if (observed === declared || alternatives.includes(declared))
      return [{ status: 'pass', subject: null, names: [], evidence }];
    if (observed === 'unknown') {
      const note = `Which pattern is in force cannot be told from what was asked; declared is '${declared}'.`;
      return [
        {
          status: 'unknown',
          subject: null,
          names: [],
          note,
          settledBy:
            'An answer for the sentinel name, or the zones and rules of this VPC (aws route53 list-hosted-zones-by-vpc).',
          evidence,
        },
      ];
    }
    const likes = [observed, ...alternatives].map((name) => `'${name}'`).join(' or ');
    // Its own subject, so that a mismatch explains no host's failure further up.
    return [
      {
        status: 'fail',
        subject: `pattern ${declared}`,
        names: [],
        values: { declared, observed, likes },
        evidence,
      },
    ];
  },
};

function misplacedCase({ host, addresses }: NameFact, { cidrs, vpcCidrs }: Expectation): readonly Case[] {
  const declared = [...cidrs, ...vpcCidrs];
  const own = addresses.filter((address) => isOwnMachine(address) && !liesIn(address, declared));
  const outside = addresses.filter((address) => isJudgedBy(address, cidrs) && !liesIn(address, cidrs));
  const wrong = own.length > 0 ? own : outside;
  if (wrong.length === 0) return [];
  const values = { addresses: wrong.join(', '), cidrs: cidrs.join(', ') };
  return [
    {
      status: 'fail',
      subject: host,
      words: own.length > 0 ? 'loopback' : 'outside',
      values,
      evidence: [`${host}: ${wrong.join(', ')}`],
    },
  ];
}
