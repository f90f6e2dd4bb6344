/** CRD03: the role's trust policy or external id refuses. */
import type { Check } from '../check.ts';
import { problemCases } from '../config/problems.ts';
import { refusalOf } from './assume-role.ts';

export const crd03: Check = {
  id: 'CRD03',
  layer: 'credentials',
  needs: ['endpoint', 'identity'],
  run: ({ endpoint, identity }) => {
    const roles = identity.hops.map(({ roleArn }) => roleArn);
    const malformed = problemCases(endpoint.problems, 'CRD03', roles, 'malformed');
    if (malformed.length > 0) return malformed;
    const refusal = refusalOf(identity);
    if (refusal?.check === 'CRD03') {
      const { words, role, values, evidence } = refusal;
      return [{ status: 'fail', subject: null, names: [role], words, values, evidence }];
    }
    if (roles.length === 0) return [{ status: 'skip', subject: null, note: 'No role is assumed.' }];
    const assumed = identity.hops.every(({ result }) => result.outcome === 'ok');
    if (assumed) return [{ status: 'pass', subject: null, names: roles }];
    return [
      { status: 'blocked', subject: null, names: roles, by: ['CRD04', 'CRD01', 'CRD05', 'CRD06', 'CRD08'] },
    ];
  },
};
