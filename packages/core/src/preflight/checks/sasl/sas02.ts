/** SAS02: the listener does not offer OAUTHBEARER, the mechanism by which IAM logs in here. */
import type { Check } from '../check.ts';
import { otherwiseCase } from './login.ts';

export const sas02: Check = {
  id: 'SAS02',
  layer: 'sasl',
  needs: ['hosts'],
  run: ({ hosts }) => {
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    return hosts.map((host) => {
      for (const { address, sasl } of host.paths) {
        if (sasl.outcome !== 'error' || sasl.code !== 'SASL_MECHANISM_UNSUPPORTED') continue;
        const offered = sasl.facts?.['offered'];
        const names = Array.isArray(offered) ? offered.filter((name) => typeof name === 'string') : [];
        const values = { port: String(host.port), offered: names.join(', ') || 'none' };
        const evidence = [`${host.host} at ${address}: ${sasl.detail}`];
        return { status: 'fail', subject: host.host, values, evidence };
      }
      return otherwiseCase(host);
    });
  },
};
