/** TCP01: connections to a host are dropped on the way, at every address of it. */
import type { Check } from '../check.ts';
import { addressValues, isDropped, isOpen, otherwiseCase, tcpEvidence } from './reach.ts';

export const tcp01: Check = {
  id: 'TCP01',
  layer: 'tcp',
  needs: ['hosts'],
  run: ({ hosts }) => {
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    return hosts.map((host) => {
      const dropped = host.paths.filter(isDropped);
      if (dropped.length === 0 || host.paths.some(isOpen)) return otherwiseCase(host);
      return {
        status: 'fail',
        subject: host.host,
        values: addressValues(host.port, dropped),
        evidence: dropped.map(tcpEvidence),
      };
    });
  },
};
