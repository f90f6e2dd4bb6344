/** DNS11: answers that vary: two resolvers send the client to different places, or one knows no place at all. */
import { isIP } from 'node:net';
import { liesIn } from '../../addresses.ts';
import type { HostFact } from '../../facts/hosts.ts';
import { canonical, ENDED, type NameFact } from '../../facts/names.ts';
import type { PathObservation } from '../../observation.ts';
import type { Case, Check } from '../check.ts';
import { ownNames, resolverWords } from './missing.ts';
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
    const pools = poolsOf([...names, ...others]);
    return own.map((name): Case => {
      if (name.state !== 'resolved')
        return {
          status: 'blocked',
          subject: name.host,
          by: ['DNS01', 'DNS02', 'DNS03', 'DNS04', 'DNS05', 'DNS06', 'DNS08', 'DNS13', 'PAT03'],
        };
      const views = elsewhere(name, others);
      const apart = views.find((view) => isApart(name, view, pools, expectation.cidrs));
      if (apart !== undefined) {
        const lost = hosts.some((host) => isSame(host, name) && leadsNowhere(host));
        return differs(name, apart, lost ? 'fail' : 'warn', 'main');
      }
      // Nobody goes by an answer that is only compared.
      const absent = views.find(({ state }) => state === 'missing');
      if (absent !== undefined) return differs(name, absent, 'warn', 'absent');
      return { status: 'pass', subject: name.host };
    });
  },
};

type Pools = ReadonlyMap<string, ReadonlySet<string>>;

/** Every address that a resolver gave for any name: a server may give a part of them at a time, in any order. */
function poolsOf(names: readonly NameFact[]): Pools {
  const pools = new Map<string, Set<string>>();
  for (const { resolver, addresses } of names) {
    const pool = pools.get(resolver) ?? new Set();
    for (const address of addresses) pool.add(address);
    pools.set(resolver, pool);
  }
  return pools;
}

function isApart(name: NameFact, view: NameFact, pools: Pools, cidrs: readonly string[]): boolean {
  if (view.state !== 'resolved') return false;
  const families = new Set(view.addresses.map(isIP));
  const here = name.addresses.filter((address) => families.has(isIP(address)));
  const there = view.addresses.filter((address) => here.some((one) => isIP(one) === isIP(address)));
  if (here.length === 0) return false;
  if ([...here, ...there].every((address) => liesIn(address, cidrs))) return false;
  const known = (address: string, resolver: string): boolean => pools.get(resolver)?.has(address) ?? false;
  return !(
    here.some((address) => known(address, view.resolver)) ||
    there.some((address) => known(address, name.resolver))
  );
}

function isSame(host: HostFact, name: NameFact): boolean {
  return canonical(host.host) === canonical(name.host);
}

/** Whether what was dialled is not the cluster: nothing takes the connection, or somebody else does. */
function leadsNowhere({ paths }: HostFact): boolean {
  return paths.length > 0 && paths.every(isElsewhere);
}

function isElsewhere({ tcp, tls }: PathObservation): boolean {
  if (tcp.outcome === 'error') return !ENDED.has(tcp.code);
  return tls.outcome === 'error' && tls.code === 'TLS_NAME_MISMATCH';
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
      addresses: name.addresses.join(', '),
      other: resolverWords(other.resolver),
      otherAddresses: other.addresses.join(', '),
    },
    evidence: [viewWords(name), viewWords(other)],
  };
}
