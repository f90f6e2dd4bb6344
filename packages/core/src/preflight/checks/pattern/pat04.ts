/** PAT04: no name resolves, and the client's own metadata say another Region: a resolver rule ends at its Region's border. */
import type { Check } from '../check.ts';
import { isElsewhere, missingCases, missingEvidence, ownNames, whyMissing } from '../dns/missing.ts';

export const pat04: Check = {
  id: 'PAT04',
  layer: 'pattern',
  needs: ['names', 'endpoint', 'expectation', 'placement'],
  run: ({ names, endpoint, expectation, placement }) => {
    const own = ownNames(names);
    const why = whyMissing({ names, endpoint, expectation, placement });
    if (why.check === 'PAT04') {
      const told = `${placement.regionBy}: this client runs in ${placement.region}`;
      return missingCases(why, own.length).map((found, at) => {
        const name = why.names[at];
        return { ...found, evidence: [told, ...(name === undefined ? [] : [missingEvidence(name)])] };
      });
    }
    const resolved = own.filter(({ state }) => state === 'resolved');
    if (resolved.length > 0) return resolved.map(({ host }) => ({ status: 'pass', subject: host }));
    if (why.check === null) return [{ status: 'blocked', subject: null, by: ['DNS05'] }];
    if (placement.region === null)
      return [
        {
          status: 'skip',
          subject: null,
          note: "Where the client runs is not known: no metadata of an instance or an ECS task. Its Region is compared with the rule's.",
        },
      ];
    return isElsewhere(endpoint, placement)
      ? [{ status: 'blocked', subject: null, by: [why.check] }]
      : [{ status: 'pass', subject: null, names: [] }];
  },
};
