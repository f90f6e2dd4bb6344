/** CRD04: the caller lacks sts:AssumeRole. */
import type { Check } from '../check.ts';
import { refusalOf } from './assume-role.ts';

export const crd04: Check = {
  id: 'CRD04',
  layer: 'credentials',
  needs: ['identity'],
  run: ({ identity }) => {
    const roles = identity.hops.map(({ roleArn }) => roleArn);
    const refusal = refusalOf(identity);
    if (refusal?.check === 'CRD04') {
      const { words, role, values, evidence } = refusal;
      return [{ status: 'fail', subject: null, names: [role], words, values, evidence }];
    }
    if (roles.length === 0) return [{ status: 'skip', subject: null, note: 'No role is assumed.' }];
    const assumed = identity.hops.every(({ result }) => result.outcome === 'ok');
    if (assumed) return [{ status: 'pass', subject: null, names: roles }];
    return [
      { status: 'blocked', subject: null, names: roles, by: ['CRD03', 'CRD01', 'CRD05', 'CRD06', 'CRD08'] },
    ];
  },
};
