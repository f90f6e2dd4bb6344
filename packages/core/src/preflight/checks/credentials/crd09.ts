/** CRD09: a session is asked for longer than the role, or a chain of roles, allows. */
import type { Check } from '../check.ts';
import { asksTooLong, firstFailure, saidBy, textOf } from './outcomes.ts';

export const crd09: Check = {
  id: 'CRD09',
  layer: 'credentials',
  needs: ['identity'],
  run: ({ identity }) => {
    const roles = identity.hops.map(({ roleArn }) => roleArn);
    const found = firstFailure(identity);
    if (found !== null && asksTooLong(found.failure)) {
      const { failure, hop } = found;
      // A role of a profile is assumed by the SDK: no hop of ours, and the profile says for how long.
      const role = hop?.roleArn ?? textOf(failure, 'roleArn');
      const values = {
        role,
        roleName: role.split('/').at(-1) ?? '',
        asked: hop === null ? 'duration_seconds of the profile' : `${hop.durationSeconds} s`,
        ...(hop === null ? {} : { seconds: String(hop.durationSeconds) }),
      };
      const words = /chain/i.test(saidBy(failure)) ? 'chained' : 'main';
      return [{ status: 'fail', subject: null, names: [role], words, values, evidence: [saidBy(failure)] }];
    }
    if (roles.length === 0) return [{ status: 'skip', subject: null, note: 'No role is assumed.' }];
    if (identity.hops.every(({ result }) => result.outcome === 'ok'))
      return [{ status: 'pass', subject: null, names: roles }];
    return [
      {
        status: 'blocked',
        subject: null,
        names: roles,
        by: ['CRD01', 'CRD03', 'CRD04', 'CRD05', 'CRD06', 'CRD08'],
      },
    ];
  },
};
