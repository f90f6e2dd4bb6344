/** DNS01: nothing answers for the cluster's names on this VPC. */
import type { CheckId } from '../../causes/cause.ts';
import type { NameFact } from '../../facts/names.ts';
import type { Facts } from '../../facts.ts';
import type { Case, Check } from '../check.ts';
import { missingCases, ownNames, resolverWords, whyMissing } from './missing.ts';
import { isOfVpc } from './resolvers.ts';

/** Words by which no zone of this VPC has said anything, and what else it may be where somebody else was asked. */
const BYPASSED: Readonly<Record<string, readonly CheckId[]>> = {
  main: ['DNS01', 'DNS04'],
  privatelink: ['DNS01', 'DNS04'],
  local: ['DNS01', 'DNS04'],
  rule: ['DNS01', 'PAT04', 'DNS04'],
};

export const dns01: Check = {
  id: 'DNS01',
  layer: 'dns',
  needs: ['names', 'endpoint', 'expectation', 'placement'],
  run: ({ names, endpoint, expectation, placement }) => {
    const own = ownNames(names);
    const why = whyMissing({ names, endpoint, expectation, placement });
    if (why.check === 'DNS01')
      return missingCases(why, own.length).map((found) =>
        ofThisRegion(bypassed(found, why.names, placement), placement),
      );
    const resolved = own.filter(({ state }) => state === 'resolved');
    if (resolved.length > 0) return resolved.map(({ host }) => ({ status: 'pass', subject: host }));
    if (own.length === 0) return [{ status: 'blocked', subject: null }];
    return own.map(({ host }) => ({
      status: 'blocked',
      subject: host,
      by: ['DNS05', 'DNS03', 'DNS13', 'PAT03', 'PAT04'],
    }));
  },
};

/** Where the VPC is known, and the server that was asked is not its own, the VPC may not have been asked at all. */
function bypassed(found: Case, [name]: readonly NameFact[], { vpcCidrs }: Facts['placement']): Case {
  const candidates = BYPASSED[found.words ?? 'main'];
  const known = vpcCidrs.length > 0 && name?.server != null && !isLoopback(name.server);
  if (candidates === undefined || !known || isOfVpc(name, vpcCidrs))
    return { ...found, values: { ...found.values, bypassClause: '' } };
  const bypassClause = ` Whether ${resolverWords(name.resolver)} asks this VPC at all (DNS04): ${name.server} is not the VPC's own, which is asked by dig @169.254.169.253 ${name.host}.`;
  return { ...found, candidates, values: { ...found.values, bypassClause } };
}

/** Where the client is known to run in the cluster's Region, no border of one is in the way. */
function ofThisRegion(found: Case, { region }: Facts['placement']): Case {
  if (found.words !== 'rule' || region === null) return found;
  return { ...found, candidates: (found.candidates ?? ['DNS01']).filter((id) => id !== 'PAT04') };
}

/** A stub on the machine itself, which asks somebody else. */
function isLoopback(server: string): boolean {
  return server.startsWith('127.') || server.startsWith('[::1]');
}
