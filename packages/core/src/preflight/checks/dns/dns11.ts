/** DNS11: answers that vary: two resolvers send the client to different places, or one knows no place at all. */
import type { NameFact } from '../../facts/names.ts';
import type { Case, Check } from '../check.ts';
import { isLost } from './lost.ts';
import { ownNames, resolverWords } from './missing.ts';
import { comparePlaces, type Place } from './places.ts';
import { elsewhere, skippedWithOne, viewWords } from './resolvers.ts';

export const dns11: Check = {
  id: 'DNS11',
  layer: 'dns',
  needs: ['names', 'others', 'resolvers', 'hosts', 'expectation'],
  run: ({ names, others, resolvers, hosts, expectation }) => {
    const skipped = skippedWithOne(resolvers);
    if (skipped !== null) return skipped;
    const own = ownNames(names);
    if (own.length === 0) return [{ status: 'blocked', subject: null }];
    const areApart = comparePlaces([...names, ...others].map(placeOf), expectation.cidrs);
    return own.map((name): Case => {
      if (name.state !== 'resolved')
        return {
          status: 'blocked',
          subject: name.host,
          by: ['DNS01', 'DNS02', 'DNS03', 'DNS04', 'DNS05', 'DNS06', 'DNS08', 'DNS13', 'PAT03'],
        };
      // What the system makes of its server's words is compared by DNS10.
      const views = name.direct.state === 'resolved' ? elsewhere(name, others) : [];
      const apart = views.find(
        (view) => view.direct.state === 'resolved' && areApart(placeOf(name), placeOf(view)),
      );
      if (apart !== undefined) return differs(name, apart, isLost(name, hosts) ? 'fail' : 'warn', 'main');
      // Nobody goes by an answer that is only compared.
      const absent = views.find(({ direct }) => direct.state === 'missing');
      if (absent !== undefined) return differs(name, absent, 'warn', 'absent');
      return { status: 'pass', subject: name.host };
    });
  },
};

function placeOf({ resolver, direct }: NameFact): Place {
  return { by: resolver, addresses: direct.addresses };
}

function differs(name: NameFact, other: NameFact, status: 'fail' | 'warn', words: string): Case {
  return {
    status,
    subject: name.host,
    words,
    // What does not answer may be the right place all the same.
    ...(status === 'fail' ? { candidates: ['DNS11', 'DNS08', 'TCP01'] as const } : {}),
    values: {
      resolver: resolverWords(name.resolver),
      addresses: name.direct.addresses.join(', '),
      other: resolverWords(other.resolver),
      otherAddresses: other.direct.addresses.join(', '),
    },
    evidence: [viewWords({ ...name, ...name.direct }), viewWords({ ...other, ...other.direct })],
  };
}
