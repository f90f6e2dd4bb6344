/** CRD06: the credentials have expired, or will soon and nothing refreshes them. */
import type { Case, Check } from '../check.ts';
import type { IdentityObservation } from '../../observation.ts';
import { endsSoon } from './expiry.ts';
import { firstFailure, meaningOf, saidBy } from './outcomes.ts';

export const crd06: Check = {
  id: 'CRD06',
  layer: 'credentials',
  needs: ['identity', 'takenAt'],
  run: ({ identity, takenAt }) => {
    const expired = expiredCase(identity, takenAt);
    if (expired !== null) return [expired];
    const { base } = identity;
    if (base.outcome !== 'ok') return [{ status: 'blocked', subject: null, by: ['CRD01'] }];
    const { expiresAt, source } = base.value;
    if (endsSoon(identity, takenAt)) {
      const values = { expiresAt: expiresAt ?? '' };
      return [
        {
          status: 'warn',
          subject: null,
          names: [source],
          words: 'soon',
          values,
          evidence: [`credentials from ${source} end at ${expiresAt}`],
        },
      ];
    }
    const ends =
      identity.expiresAt === null
        ? 'the signing credentials do not expire'
        : `the signing credentials end at ${identity.expiresAt}`;
    return [{ status: 'pass', subject: null, evidence: [ends] }];
  },
};

function expiredCase(identity: IdentityObservation, takenAt: number): Case | null {
  const failed =
    firstFailure(identity)?.failure ??
    [identity.token, identity.caller].find((step) => step.outcome === 'error') ??
    null;
  if (failed?.outcome === 'error' && meaningOf(failed) === 'expired') {
    return { status: 'fail', subject: null, values: { detail: failed.detail }, evidence: [saidBy(failed)] };
  }
  // Expiry is by AWS's clock, the time of the look by this machine's.
  const now = takenAt + (identity.clock.outcome === 'ok' ? identity.clock.value.skewMs : 0);
  const base = identity.base.outcome === 'ok' ? identity.base.value.expiresAt : null;
  for (const end of [identity.expiresAt, base]) {
    if (end === null || !(Date.parse(end) <= now)) continue;
    return {
      status: 'fail',
      subject: null,
      values: { detail: `they ended at ${end}` },
      evidence: [`expiry ${end}`],
    };
  }
  return null;
}
