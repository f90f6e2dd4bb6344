/** CRD01: there are no base credentials, or STS does not know them. */
import type { Check } from '../check.ts';
import { refusalOf } from './assume-role.ts';
import { firstFailure, meaningOf, saidBy } from './outcomes.ts';
import { sourcesAsked } from './sources-asked.ts';

export const crd01: Check = {
  id: 'CRD01',
  layer: 'credentials',
  needs: ['identity'],
  run: ({ identity }) => {
    const { base, caller } = identity;
    const found =
      firstFailure(identity) ?? (caller.outcome === 'error' ? { failure: caller, hop: null } : null);
    if (base.outcome === 'error' && base.code === 'CONFIG_INVALID') {
      // STS has no Region because the bootstrap or the Region is wrong: nothing is said about the credentials.
      const values = { detail: base.detail };
      return [{ status: 'blocked', subject: null, by: ['CFG01', 'CFG03'], otherwise: 'fail', values }];
    }
    const meaning = found === null ? null : meaningOf(found.failure);
    // Without a role that was refused, the source of the credentials itself (web identity, an agent) was turned away.
    const isBaseless =
      base.outcome === 'error' &&
      (meaning === 'no-credentials' || meaning === 'refused' || meaning === 'invalid') &&
      refusalOf(identity) === null;
    if (found !== null && (meaning === 'rejected' || isBaseless)) {
      const asked = sourcesAsked(found.failure);
      const values = { detail: asked?.detail ?? found.failure.detail };
      const evidence = asked?.evidence ?? [saidBy(found.failure)];
      return [
        {
          status: 'fail',
          subject: null,
          words: meaning === 'rejected' ? 'rejected' : 'main',
          values,
          evidence,
        },
      ];
    }
    if (base.outcome !== 'ok')
      return [{ status: 'blocked', subject: null, by: ['CRD03', 'CRD04', 'CRD05', 'CRD06', 'CRD08'] }];
    return [{ status: 'pass', subject: null, evidence: [`base credentials from ${base.value.source}`] }];
  },
};
