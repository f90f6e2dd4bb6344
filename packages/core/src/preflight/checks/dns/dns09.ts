/** DNS09: answers of a kind that no endpoint has: this machine itself, or public and shared space that nobody reaches. */
import { isOwnMachine, isUnmeant, isVpcSpace, liesIn } from '../../addresses.ts';
import type { HostFact } from '../../facts/hosts.ts';
import type { NameFact } from '../../facts/names.ts';
import type { Case, Check } from '../check.ts';
import { isOpen } from '../tcp/reach.ts';
import { ownNames } from './missing.ts';

export const dns09: Check = {
  id: 'DNS09',
  layer: 'dns',
  needs: ['names', 'hosts', 'endpoint', 'expectation', 'placement'],
  run: ({ names, hosts, endpoint, expectation, placement }) => {
    if (endpoint.kind === 'self-managed')
      return [{ status: 'skip', subject: null, note: 'Not a cluster of MSK: it may lie anywhere.' }];
    const own = ownNames(names);
    if (own.length === 0) return [{ status: 'blocked', subject: null }];
    const judged = endpoint.bootstraps.every(({ name }) => name?.access !== 'public');
    const declared = [...expectation.cidrs, ...placement.vpcCidrs];
    const place = judged ? { declared, open: openAt(hosts) } : null;
    return own.map((name) => caseOf(name, place));
  },
};

/** Where answers may lie. */
interface Place {
  /** Blocks that were declared. */
  readonly declared: readonly string[];
  /** Addresses that take connections. */
  readonly open: ReadonlySet<string>;
}

function openAt(hosts: readonly HostFact[]): ReadonlySet<string> {
  return new Set(hosts.flatMap(({ paths }) => paths.filter(isOpen).map(({ address }) => address)));
}

/** Without a place only this machine's own addresses are wrong: the names are public ones. */
function caseOf({ host, state, addresses }: NameFact, place: Place | null): Case {
  if (state !== 'resolved')
    return { status: 'blocked', subject: host, by: ['DNS01', 'DNS02', 'DNS03', 'DNS05'] };
  const declared = place?.declared ?? [];
  const undeclared = addresses.filter((address) => !liesIn(address, declared));
  const own = undeclared.filter((address) => isUnmeant(address, declared));
  // A VPC may use public or shared space as its own: what takes connections is no mistake.
  const strange =
    place === null
      ? []
      : undeclared.filter(
          (address) => !isOwnMachine(address) && !isVpcSpace(address) && !place.open.has(address),
        );
  const wrong = own.length > 0 ? own : strange;
  if (wrong.length === 0) return { status: 'pass', subject: host };
  return {
    status: 'fail',
    subject: host,
    words: own.length > 0 ? 'loopback' : 'main',
    values: { addresses: wrong.join(', ') },
    evidence: [`${host}: ${wrong.join(', ')}`],
  };
}
