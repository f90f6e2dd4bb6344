/** What one resolver says against what the others say. */
import { isVpcResolver } from '../../addresses.ts';
import { canonical, type NameFact } from '../../facts/names.ts';
import type { Case } from '../check.ts';

/** Said where a check compares, and there is nothing to compare with. */
const ONE_RESOLVER = 'One resolver was asked: there is none to compare it with (--dns-server).';

/** For checks that compare resolvers: a skip where only one was asked. */
export function skippedWithOne(resolvers: readonly string[]): readonly Case[] | null {
  return new Set(resolvers).size > 1 ? null : [{ status: 'skip', subject: null, note: ONE_RESOLVER }];
}

/** Finds the same name as other servers than its own see it. */
export function elsewhere(others: readonly NameFact[]): (name: NameFact) => readonly NameFact[] {
  const byHost = new Map<string, NameFact[]>();
  for (const other of others) {
    const key = canonical(other.host);
    const known = byHost.get(key);
    if (known === undefined) byHost.set(key, [other]);
    else known.push(other);
  }
  return (name) => (byHost.get(canonical(name.host)) ?? []).filter(({ server }) => server !== name.server);
}

/** Whether the server behind a view of a name is known to be the VPC's own resolver. */
export function isOfVpc({ server }: NameFact, vpcCidrs: readonly string[]): boolean {
  return server !== null && isVpcResolver(server, vpcCidrs);
}

/** A view of a name as evidence. */
export function viewWords({ host, state, addresses, outcome, resolver }: NameFact): string {
  return `${host}: ${state === 'resolved' ? addresses.join(', ') : outcome} (${resolver})`;
}
