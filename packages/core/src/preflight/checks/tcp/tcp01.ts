/** TCP01: connections to a host are dropped on the way, at every address of it. */
import type { Check } from '../check.ts';
import {
  addressValues,
  fickle,
  heldUpCase,
  isDropped,
  isHeldUp,
  isOpen,
  otherwiseCase,
  placeOf,
  tcpEvidence,
} from './reach.ts';

export const tcp01: Check = {
  id: 'TCP01',
  layer: 'tcp',
  needs: ['hosts', 'runtime'],
  run: ({ hosts, runtime: { lagMs = 0 } }) => {
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    const sometimes = fickle(hosts);
    return hosts.map((host) => {
      const dropped = host.paths.filter(isDropped);
      if (dropped.length === 0 || host.paths.some(isOpen)) return otherwiseCase(host);
      if (dropped.every(({ tcp }) => isHeldUp(tcp, lagMs))) return heldUpCase(host, lagMs);
      return {
        status: 'fail',
        subject: host.host,
        words: dropped.some((path) => sometimes.has(placeOf(path))) ? 'sometimes' : 'main',
        values: addressValues(host.port, dropped),
        evidence: dropped.map(tcpEvidence),
      };
    });
  },
};
