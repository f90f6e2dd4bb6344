/** CRD08: this machine's clock differs from AWS's by more than signatures allow. */
import type { Check } from '../check.ts';
import { firstFailure, meaningOf, saidBy } from './outcomes.ts';

/** AWS takes signatures within five minutes of their date; the Date header has whole seconds. */
const LIMIT_MS = 5 * 60_000 - 5_000;

export const crd08: Check = {
  id: 'CRD08',
  layer: 'credentials',
  needs: ['identity', 'hosts'],
  run: ({ identity, hosts }) => {
    const { clock, caller } = identity;
    if (clock.outcome === 'ok' && Math.abs(clock.value.skewMs) >= LIMIT_MS) {
      const { skewMs } = clock.value;
      const values = { skew: durationOf(skewMs), direction: skewMs > 0 ? 'behind' : 'ahead of' };
      return [
        {
          status: 'fail',
          subject: null,
          values,
          evidence: [`STS's Date less this clock: ${Math.round(skewMs / 1000)} s`],
        },
      ];
    }
    const failed = firstFailure(identity)?.failure ?? (caller.outcome === 'error' ? caller : null);
    if (failed !== null && meaningOf(failed) === 'clock') {
      const values = { skew: 'more than 5 minutes', direction: 'off' };
      return [{ status: 'fail', subject: null, values, evidence: [saidBy(failed)] }];
    }
    if (clock.outcome === 'ok') {
      return [
        {
          status: 'pass',
          subject: null,
          evidence: [`clock skew ${Math.round(clock.value.skewMs / 1000)} s`],
        },
      ];
    }
    if (hosts.some(({ paths }) => paths.some(({ sasl }) => sasl.outcome === 'ok'))) {
      return [{ status: 'pass', subject: null, evidence: ['a broker accepted a token dated by this clock'] }];
    }
    const settledBy = 'One answer of STS: its Date header against this clock (chronyc tracking says it too).';
    return [{ status: 'blocked', subject: null, by: ['CRD01', 'CRD05', 'CRD06'], settledBy }];
  },
};

function durationOf(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  return seconds < 7200
    ? `${Math.floor(seconds / 60)} min ${seconds % 60} s`
    : `${Math.round(seconds / 360) / 10} h`;
}
