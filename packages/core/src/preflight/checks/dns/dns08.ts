/** DNS08: an alias to an old endpoint: to a name that is gone, or to addresses outside the declared ones. */
import { isJudgedBy, isUnmeant, liesIn } from '../../addresses.ts';
import type { HostFact } from '../../facts/hosts.ts';
import type { NameFact } from '../../facts/names.ts';
import type { Facts } from '../../facts.ts';
import type { Case, Check } from '../check.ts';
import { isDropped } from '../tcp/reach.ts';
import { answerWords, ownNames } from './missing.ts';
import { overridden, type Overridden } from './overridden.ts';

export const dns08: Check = {
  id: 'DNS08',
  layer: 'dns',
  needs: ['names', 'hosts', 'expectation', 'placement'],
  run: ({ names, hosts, expectation, placement }) => {
    const { cidrs, pattern } = expectation;
    const own = ownNames(names);
    const dangling = own.flatMap((name) => danglingCase(name));
    if (dangling.length > 0) return dangling;
    const away = overridden({ names, hosts, expectation });
    if (away.length > 0) return away.map(overriddenCase);
    const left = pattern === 'phz-privatelink' ? leftAtMsk(hosts, cidrs, placement) : [];
    if (left.length > 0) return left;
    if (cidrs.length === 0)
      return [{ status: 'skip', subject: null, note: 'No block is declared for the answers (--cidr).' }];
    if (own.length === 0) return [{ status: 'blocked', subject: null }];
    const elsewhere = names.find(({ role }) => role === 'foreign-other-shard')?.addresses ?? [];
    return own.map(({ host, state, addresses }): Case => {
      if (state !== 'resolved')
        return { status: 'blocked', subject: host, by: ['DNS01', 'DNS02', 'DNS03', 'DNS05'] };
      const outside = addresses.filter(
        (address) => isJudgedBy(address, cidrs) && !liesIn(address, cidrs) && !isUnmeant(address, cidrs),
      );
      if (outside.length === 0) return { status: 'pass', subject: host };
      const values = { addresses: outside.join(', '), cidrs: cidrs.join(', ') };
      // What answers for another shard in the same way stands at Z, and nothing deeper.
      const isOfApex = outside.every((address) => elsewhere.includes(address));
      return {
        status: 'fail',
        subject: host,
        values,
        evidence: [`${host}: ${outside.join(', ')}`],
        words: isOfApex ? 'alias' : 'main',
      };
    });
  },
};

/**
 * With PrivateLink nobody has a route to the MSK endpoint: every address lies outside the client's VPC, and none
 * answers. An interface endpoint in a shared VPC that drops connections looks the same.
 */
function leftAtMsk(
  hosts: readonly HostFact[],
  cidrs: readonly string[],
  { vpcCidrs }: Facts['placement'],
): readonly Case[] {
  const paths = hosts.flatMap((host) => host.paths);
  const away = paths.every(
    (path) =>
      isDropped(path) && isJudgedBy(path.address, vpcCidrs) && !liesIn(path.address, [...vpcCidrs, ...cidrs]),
  );
  if (paths.length === 0 || !away) return [];
  return hosts.map(({ host, paths: own }): Case => {
    const addresses = own.map(({ address }) => address).join(', ');
    const values = { addresses, vpcCidrs: vpcCidrs.join(', ') };
    return {
      status: 'fail',
      subject: host,
      words: 'privatelink',
      values,
      evidence: [`${host}: ${addresses}`],
    };
  });
}

function overriddenCase({ name: { host, addresses, resolver }, alias }: Overridden): Case {
  return {
    status: 'fail',
    subject: host,
    words: 'overridden',
    values: { alias, addresses: addresses.join(', ') },
    evidence: [`${host}: CNAME to ${alias}, ${addresses.join(', ')} (${resolver})`],
  };
}

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
