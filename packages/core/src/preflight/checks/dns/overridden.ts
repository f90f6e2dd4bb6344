/** Names that a CNAME leads away: a DNS Firewall, a proxy or a record puts another name in their place. */
import { isAwsName } from '../../../config/region.ts';
import { isJudgedBy, liesIn } from '../../addresses.ts';
import type { NameFact } from '../../facts/names.ts';
import type { Facts } from '../../facts.ts';
import { ownNames } from './missing.ts';

/** One of them, and where it leads. */
export interface Overridden {
  readonly name: NameFact;
  readonly alias: string;
}

/** Those whose CNAME ends outside AWS, where the cluster is not: outside the declared blocks, or at nobody who serves it. */
export function overridden({
  names,
  hosts,
  expectation: { cidrs },
}: Pick<Facts, 'names' | 'hosts' | 'expectation'>): readonly Overridden[] {
  const unserved = new Set(
    hosts
      .filter(({ paths }) => paths.length > 0 && paths.every(({ tcp, tls }) => [tcp, tls].some(isError)))
      .map(({ host }) => host),
  );
  const isOutside = (address: string): boolean => isJudgedBy(address, cidrs) && !liesIn(address, cidrs);
  return ownNames(names).flatMap((name): readonly Overridden[] => {
    const { alias, host, addresses } = name;
    if (alias === null || isAwsName(alias)) return [];
    return unserved.has(host) || addresses.every(isOutside) ? [{ name, alias }] : [];
  });
}

function isError({ outcome }: { readonly outcome: string }): boolean {
  return outcome === 'error';
}
