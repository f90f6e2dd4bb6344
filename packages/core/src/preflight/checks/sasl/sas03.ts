/** SAS03: the token is refused and nothing seen says that it is only the permission. */
import type { Check } from '../check.ts';
import { doubts, otherwiseCase, refusalEvidence, refusalsOf } from './login.ts';

export const sas03: Check = {
  id: 'SAS03',
  layer: 'sasl',
  needs: ['hosts', 'identity', 'endpoint'],
  run: (facts) => {
    const { hosts } = facts;
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    const reasons = doubts(facts);
    return hosts.map((host) => {
      const refused = refusalsOf(host, hosts);
      if (refused.length === 0) return otherwiseCase(host);
      if (reasons.length === 0) return { status: 'blocked', subject: host.host, by: ['SAS01'] };
      const values = { reason: reasons.join('; ') };
      return {
        status: 'fail',
        subject: host.host,
        values,
        evidence: [...refused.map(refusalEvidence), ...reasons],
      };
    });
  },
};
