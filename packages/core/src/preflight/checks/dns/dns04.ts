/** DNS04: the resolver in use bypasses the VPC, or is the VPC's own and silent, while another resolver answers. */
import type { NameFact } from '../../facts/names.ts';
import { zoneKind } from '../../facts/zones.ts';
import type { Facts } from '../../facts.ts';
import type { Case, Check } from '../check.ts';
import { ownNames, resolverWords } from './missing.ts';
import { elsewhere, isOfVpc, skippedWithOne, viewWords } from './resolvers.ts';

const SILENCE: ReadonlySet<string> = new Set(['timeout', 'no usable answer']);

export const dns04: Check = {
  id: 'DNS04',
  layer: 'dns',
  needs: ['names', 'others', 'resolvers', 'endpoint', 'placement', 'control'],
  run: ({ names, others, resolvers, endpoint, placement, control }) => {
    const own = ownNames(names);
    const asked = names.filter(({ state }) => state !== 'unseen');
    // A rule takes the names elsewhere: what answers other questions is not silent itself.
    const silent = asked.length > 0 && asked.every(isSilent) && control !== 'answered';
    const skipped = skippedWithOne(resolvers);
    if (skipped !== null) {
      const alone = silent && control === 'silent' ? own.flatMap((name) => aloneCase(name, placement)) : [];
      return alone.length > 0 ? alone : skipped;
    }
    const resolved = own.filter(({ state }) => state === 'resolved');
    if (resolved.length > 0) return resolved.map(({ host }) => ({ status: 'pass', subject: host }));
    const viewsOf = elsewhere(others);
    const found = own.flatMap((name) => {
      const views = viewsOf(name);
      return silent
        ? silentCase(name, views, placement.vpcCidrs)
        : bypassCase(name, views, endpoint, placement.vpcCidrs);
    });
    return found.length > 0 ? found : [{ status: 'blocked', subject: null, by: ['DNS01', 'DNS05', 'DNS08'] }];
  },
};

function isSilent({ state, outcome, truncated }: NameFact): boolean {
  return state === 'broken' && !truncated && SILENCE.has(outcome);
}

/** Nobody else was asked; what has nothing to do with the cluster got no answer either. */
function aloneCase(name: NameFact, { vpcCidrs }: Facts['placement']): readonly Case[] {
  if (!isOfVpc(name, vpcCidrs)) return [];
  return [
    {
      status: 'fail',
      subject: name.host,
      words: 'alone',
      values: { resolver: resolverWords(name.resolver), server: name.server ?? '', detail: name.outcome },
      evidence: [viewWords(name)],
    },
  ];
}

/** Nobody in the VPC's own resolver's place: anyone else who answers shows that port 53 is open. */
function silentCase(
  name: NameFact,
  views: readonly NameFact[],
  vpcCidrs: readonly string[],
): readonly Case[] {
  const ofVpc = isOfVpc(name, vpcCidrs);
  const other = views.find(({ state }) => state === 'resolved' || (ofVpc && state === 'missing'));
  if (other === undefined) return [];
  return [failure(name, other, ofVpc ? 'support' : 'silent', ofVpc ? [] : ['DNS04', 'DNS05'])];
}

/** A private zone that denies the name shows that the resolver is within a VPC. */
function bypassCase(
  name: NameFact,
  views: readonly NameFact[],
  endpoint: Facts['endpoint'],
  vpcCidrs: readonly string[],
): readonly Case[] {
  const kind = zoneKind(name.zone, endpoint);
  const within = kind === 'apex' || kind === 'deeper' || name.deadAlias !== null || isOfVpc(name, vpcCidrs);
  const other = views.find(({ state }) => state === 'resolved');
  if (name.state !== 'missing' || within || other === undefined) return [];
  return [failure(name, other, 'main', isOfVpc(other, vpcCidrs) ? [] : ['DNS04', 'DNS01'])];
}

function failure(name: NameFact, other: NameFact, words: string, candidates: Case['candidates'] & {}): Case {
  return {
    status: 'fail',
    subject: name.host,
    words,
    candidates,
    values: { resolver: resolverWords(name.resolver), other: resolverWords(other.resolver) },
    evidence: [viewWords(name), viewWords(other)],
  };
}
