/** SAS01: the login is refused although credentials, clock and Region are known to be right: not allowed to connect. */
import type { Check } from '../check.ts';
import { doubts, otherwiseCase, refusalEvidence, refusalsOf } from './login.ts';

export const sas01: Check = {
  id: 'SAS01',
  layer: 'sasl',
  needs: ['hosts', 'identity', 'endpoint'],
  run: (facts) => {
    const { hosts } = facts;
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    const doubtful = doubts(facts).length > 0;
    return hosts.map((host) => {
      const refused = refusalsOf(host, hosts);
      if (refused.length === 0) return otherwiseCase(host);
      if (doubtful) return { status: 'blocked', subject: host.host, by: ['SAS03'] };
      return { status: 'fail', subject: host.host, evidence: refused.map(refusalEvidence) };
    });
  },
};
