/** DNS12: a name has addresses of the one family only that the client does not speak, or none that it has in common with the others. */
import { isIP } from 'node:net';
import type { HostFact } from '../../facts/hosts.ts';
import { canonical, type NameFact } from '../../facts/names.ts';
import type { Case, Check } from '../check.ts';
import { isOpen } from '../tcp/reach.ts';
import { ownNames } from './missing.ts';

type Family = 4 | 6;

export const dns12: Check = {
  id: 'DNS12',
  layer: 'dns',
  needs: ['names', 'hosts', 'families'],
  run: ({ names, hosts, families }) => {
    const own = ownNames(names);
    if (own.length === 0) return [{ status: 'blocked', subject: null }];
    const spoken = spokenBy(hosts, families);
    const split = isSplit(own);
    const routeless = new Set(hosts.filter(isRouteless).map(({ host }) => canonical(host)));
    return own.map((name): Case => {
      if (name.state !== 'resolved')
        return {
          status: 'blocked',
          subject: name.host,
          by: ['DNS01', 'DNS02', 'DNS03', 'DNS05', 'DNS08', 'DNS13', 'PAT03', 'PAT04'],
        };
      const only = onlyFamily(name);
      const other = only === 4 ? 6 : 4;
      const unreached = routeless.has(canonical(name.host));
      if (only !== null && unreached && spoken.has(other) && !spoken.has(only))
        return caseOf(name, only, 'fail', only === 6 ? 'main' : 'ipv4');
      if (only !== null && split) return caseOf(name, only, 'warn', 'split');
      return { status: 'pass', subject: name.host };
    });
  },
};

/**
 * What connections were made over says more than what the machine has; without either nothing is known. An address in
 * a subnet of its own does not make a machine speak IPv6: where it has IPv4 too, that is what it is sure to speak.
 */
function spokenBy(hosts: readonly HostFact[], families: readonly Family[]): ReadonlySet<Family> {
  const open = hosts.flatMap(({ paths }) => paths.filter(isOpen).map(({ address }) => familyOf(address)));
  if (open.length > 0) return new Set(open);
  return new Set(families.includes(4) ? [4] : families);
}

function familyOf(address: string): Family {
  return isIP(address) === 6 ? 6 : 4;
}

/** The one family that a name has addresses of, where its server said that there are none of the other. */
function onlyFamily({ types: { A, AAAA } }: NameFact): Family | null {
  if (A === 'absent' && AAAA === 'present') return 6;
  return A === 'present' && AAAA === 'absent' ? 4 : null;
}

/** Whether no family is common to all names: whoever speaks one alone misses a broker. */
function isSplit(own: readonly NameFact[]): boolean {
  const only = new Set(own.filter(({ state }) => state === 'resolved').map(onlyFamily));
  return only.has(4) && only.has(6);
}

/** The client's own system has no way to any address. */
function isRouteless({ paths }: HostFact): boolean {
  return (
    paths.length > 0 && paths.every(({ tcp }) => tcp.outcome === 'error' && tcp.code === 'TCP_UNREACHABLE')
  );
}

function caseOf(
  { host, addresses, resolver }: NameFact,
  only: Family,
  status: 'fail' | 'warn',
  words: string,
): Case {
  const [here, none] = only === 6 ? ['AAAA', 'A'] : ['A', 'AAAA'];
  return {
    status,
    subject: host,
    words,
    values: { addresses: addresses.join(', ') },
    evidence: [`${host}: ${here} ${addresses.join(', ')}, no ${none} (${resolver})`],
  };
}
