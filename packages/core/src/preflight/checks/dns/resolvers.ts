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

/** The same name as other servers than its own see it. */
export function elsewhere(name: NameFact, others: readonly NameFact[]): readonly NameFact[] {
  return others.filter(
    ({ host, server }) => canonical(host) === canonical(name.host) && server !== name.server,
  );
}

/** Whether the server behind a view of a name is known to be the VPC's own resolver. */
export function isOfVpc({ server }: NameFact, vpcCidrs: readonly string[]): boolean {
  return server !== null && isVpcResolver(server, vpcCidrs);
}

/** A view of a name as evidence. */
export function viewWords({ host, state, addresses, outcome, resolver }: NameFact): string {
  return `${host}: ${state === 'resolved' ? addresses.join(', ') : outcome} (${resolver})`;
}
