/** DNS10: the system's own lookup says something else than its DNS server: hosts file, search domain or a cache. */
import type { NameFact, Verdict } from '../../facts/names.ts';
import type { Case, Check } from '../check.ts';
import { isLost } from './lost.ts';
import { ownNames, resolverWords } from './missing.ts';
import { comparePlaces, type Place } from '../../facts/places.ts';
import { elsewhere, skippedWithOne } from './resolvers.ts';

/** What a DNS server said of a name that the system looked up itself. */
interface Compared {
  readonly name: NameFact;
  readonly server: string;
  readonly said: Verdict;
  /** Whether it is the server that the system itself asks. */
  readonly own: boolean;
}

const SYSTEM = 'system';
const NO_ANSWER = "Nobody gave an answer to compare with the system's own lookup, or it gave none.";
const NOT_ASKED = "The system's own lookup was not asked for (--dns-server system).";

export const dns10: Check = {
  id: 'DNS10',
  layer: 'dns',
  needs: ['names', 'others', 'resolvers', 'hosts'],
  run: ({ names, others, resolvers, hosts }) => {
    const skipped = skippedWithOne(resolvers);
    if (skipped !== null) return skipped;
    if (!resolvers.includes(SYSTEM)) return [{ status: 'skip', subject: null, note: NOT_ASKED }];
    const own = ownNames(names);
    if (own.length === 0) return [{ status: 'blocked', subject: null }];
    const dialled = resolvers[0] === SYSTEM;
    const looked = (dialled ? own : others).filter(({ resolver }) => resolver === SYSTEM);
    const viewsOf = elsewhere([...own, ...others]);
    const compared = looked.flatMap((name) => comparedTo(name, viewsOf(name)));
    const areApart = comparePlaces(compared.flatMap(placesOf));
    return own.map(({ host, state }): Case => {
      const one = compared.find(({ name }) => name.host === host);
      if (one === undefined)
        return state === 'resolved'
          ? { status: 'skip', subject: host, note: NO_ANSWER }
          : { status: 'blocked', subject: host };
      const words = difference(one, areApart);
      if (words === null) return { status: 'pass', subject: host };
      const lost = dialled && (words === 'missing' || isLost(one.name, hosts));
      return differs(one, lost ? 'fail' : 'warn', words);
    });
  },
};

function comparedTo(name: NameFact, views: readonly NameFact[]): readonly Compared[] {
  const usable = ({ state }: Verdict): boolean => state === 'resolved' || state === 'missing';
  if (!usable(name)) return [];
  if (name.server !== null && usable(name.direct))
    return [{ name, server: name.server, said: name.direct, own: true }];
  const other = views.find((view) => view.resolver !== SYSTEM && usable(view));
  return other === undefined ? [] : [{ name, server: other.resolver, said: other, own: false }];
}

function placesOf({ name, server, said }: Compared): readonly [Place, Place] {
  return [
    { by: SYSTEM, addresses: name.addresses },
    { by: server, addresses: said.addresses },
  ];
}

/** The words for a difference; null: none that means anything. */
function difference(
  one: Compared,
  areApart: (here: Place, there: Place) => boolean,
): 'main' | 'missing' | 'extra' | null {
  const { name, said } = one;
  if (name.state === 'resolved' && said.state === 'resolved')
    return areApart(...placesOf(one)) ? 'main' : null;
  if (name.state === 'resolved') return 'extra';
  // A system without IPv6 may leave IPv6 addresses out: that is DNS12's.
  return said.addresses.some((address) => !address.includes(':')) ? 'missing' : null;
}

function differs({ name, server, said, own }: Compared, status: 'fail' | 'warn', words: string): Case {
  return {
    status,
    subject: name.host,
    words,
    ...(own ? {} : { candidates: ['DNS10', 'DNS11'] as const }),
    values: {
      addresses: name.addresses.join(', '),
      server: resolverWords(server),
      otherAddresses: said.addresses.join(', '),
    },
    evidence: [
      `${name.host}: ${name.addresses.join(', ') || name.outcome} (getaddrinfo)`,
      `${name.host}: ${said.addresses.join(', ') || said.outcome} (${server})`,
    ],
  };
}
