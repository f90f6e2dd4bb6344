/** DNS11: answers that vary, from one question to the next or from one resolver to the other. */
import type { HostFact } from '../../facts/hosts.ts';
import type { NameFact } from '../../facts/names.ts';
import type { Case, Check } from '../check.ts';
import { isLost } from './lost.ts';
import { answerWords, ownNames, resolverWords } from './missing.ts';
import { comparePlaces, type Place } from '../../facts/places.ts';
import { elsewhere, skippedWithOne, viewWords } from './resolvers.ts';
import { variationOf } from './varying.ts';

export const dns11: Check = {
  id: 'DNS11',
  layer: 'dns',
  needs: ['names', 'others', 'resolvers', 'hosts', 'expectation'],
  run: ({ names, others, resolvers, hosts, expectation }) => {
    const own = ownNames(names);
    if (own.length === 0) return [{ status: 'blocked', subject: null }];
    const varying = varyingCases(own, hosts, expectation.cidrs);
    const skipped = skippedWithOne(resolvers);
    if (skipped !== null) return varying.length > 0 ? varying : skipped;
    const known = new Set(varying.map(({ subject }) => subject));
    const areApart = comparePlaces([...names, ...others].map(placeOf), expectation.cidrs);
    const viewsOf = elsewhere(others);
    const compared = own.map((name): Case => {
      if (name.state !== 'resolved')
        return {
          status: 'blocked',
          subject: name.host,
          by: ['DNS01', 'DNS02', 'DNS03', 'DNS04', 'DNS05', 'DNS06', 'DNS08', 'DNS13', 'PAT03', 'PAT04'],
        };
      // What the system makes of its server's words is compared by DNS10.
      const views = name.direct.state === 'resolved' ? viewsOf(name) : [];
      const apart = views.find(
        (view) => view.direct.state === 'resolved' && areApart(placeOf(name), placeOf(view)),
      );
      if (apart !== undefined) return differs(name, apart, isLost(name, hosts) ? 'fail' : 'warn', 'main');
      // Nobody goes by an answer that is only compared.
      const absent = views.find(({ direct }) => direct.state === 'missing');
      if (absent !== undefined) return differs(name, absent, 'warn', 'absent');
      return { status: 'pass', subject: name.host };
    });
    return [...varying, ...compared.filter(({ subject }) => !known.has(subject))];
  },
};

/** Not every name is asked for again: where one comes and goes, so do those that are missing. */
function varyingCases(
  own: readonly NameFact[],
  hosts: readonly HostFact[],
  cidrs: readonly string[],
): readonly Case[] {
  const seen = own.map((name) => ({ name, variation: variationOf(name, cidrs) }));
  const flap = seen.find(({ variation }) => variation?.words === 'flaps')?.variation ?? null;
  return seen.flatMap(({ name, variation }): readonly Case[] => {
    const known = variation ?? (name.state === 'missing' ? flap : null);
    if (known === null) return [];
    const { words, one, other } = known;
    const lost = name.state === 'missing' || (words === 'turns' && isLost(name, hosts));
    return [
      {
        status: lost ? 'fail' : 'warn',
        subject: name.host,
        words,
        values: {
          resolver: resolverWords(name.resolver),
          addresses: one.addresses.join(', '),
          otherAddresses: other.addresses.join(', '),
          rcode: answerWords(other.outcome),
        },
        evidence:
          variation === null
            ? [viewWords(name)]
            : [viewWords({ ...name, ...one }), viewWords({ ...name, ...other })],
      },
    ];
  });
}

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
