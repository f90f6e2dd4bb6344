/** CFG03: tokens are signed for another Region than the one in the bootstrap's name. */
import type { Check } from '../check.ts';
import { problemCases } from './problems.ts';

export const cfg03: Check = {
  id: 'CFG03',
  layer: 'config',
  needs: ['endpoint', 'identity'],
  run: ({ endpoint, identity }) => {
    const { region, nameRegion } = endpoint;
    const names = region === null ? [] : [region];
    const problems = problemCases(endpoint.problems, 'CFG03', names);
    if (problems.length > 0) return problems;
    const signed = identity.token.outcome === 'ok' ? identity.token.value.region : region;
    if (signed !== null && nameRegion !== null && signed !== nameRegion) {
      const problem = `signed for '${signed}', the bootstrap's name says '${nameRegion}'`;
      return [{ status: 'fail', subject: null, names: [signed], values: { problem, expected: nameRegion } }];
    }
    if (signed === null) return [{ status: 'blocked', subject: null, by: ['CFG01'] }];
    return [{ status: 'pass', subject: null, names: [signed] }];
  },
};
