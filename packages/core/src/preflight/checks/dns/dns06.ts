/** DNS06: a forwarding loop: every name fails, and fails alike at another resolver, which could be the inbound endpoint. */
import type { NameFact } from '../../facts/names.ts';
import type { Case, Check } from '../check.ts';
import { ownNames, resolverWords } from './missing.ts';
import { elsewhere, isOfVpc, skippedWithOne, viewWords } from './resolvers.ts';

/** What a question that goes in circles ends in. */
const ENDS: ReadonlySet<string> = new Set(['SERVFAIL', 'timeout']);

export const dns06: Check = {
  id: 'DNS06',
  layer: 'dns',
  needs: ['names', 'others', 'resolvers', 'placement'],
  run: ({ names, others, resolvers, placement }) => {
    const skipped = skippedWithOne(resolvers);
    if (skipped !== null) return skipped;
    const own = ownNames(names);
    if (own.length === 0) return [{ status: 'blocked', subject: null }];
    // A loop concerns the whole of the rule's domain: whoever answers for one name of it is in none.
    const answering = new Set([...names, ...others].filter(isAnswered).map(({ resolver }) => resolver));
    const loops = (resolver: string): boolean => !answering.has(resolver);
    const viewsOf = elsewhere(others);
    return own.map((name): Case => {
      if (isAnswered(name)) return { status: 'pass', subject: name.host };
      const other = viewsOf(name).find(
        (view) =>
          view.state === 'broken' &&
          view.outcome === 'SERVFAIL' &&
          !isOfVpc(view, placement.vpcCidrs) &&
          loops(view.resolver),
      );
      const alike = name.state === 'broken' && ENDS.has(name.outcome) && loops(name.resolver);
      if (!alike || other === undefined)
        return { status: 'blocked', subject: name.host, by: ['DNS05', 'DNS07'] };
      return {
        status: 'fail',
        subject: name.host,
        values: {
          resolver: resolverWords(name.resolver),
          other: resolverWords(other.resolver),
          detail: name.outcome,
        },
        evidence: [viewWords(name), viewWords(other)],
      };
    });
  },
};

function isAnswered({ state }: NameFact): boolean {
  return state === 'resolved' || state === 'missing';
}
