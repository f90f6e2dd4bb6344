/** TCP02: something answers and refuses or resets, and no other address of the host helps. */
import type { Check } from '../check.ts';
import { addressValues, isCut, isOpen, otherwiseCase, tcpEvidence } from './reach.ts';

export const tcp02: Check = {
  id: 'TCP02',
  layer: 'tcp',
  needs: ['hosts'],
  run: ({ hosts }) => {
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    return hosts.map((host) => {
      const cut = host.paths.filter(isCut);
      const usable = host.paths.some((path) => isOpen(path) && !isCut(path));
      if (cut.length === 0 || usable) return otherwiseCase(host);
      const refused = cut.some(({ tcp }) => tcp.outcome === 'error' && tcp.code === 'TCP_REFUSED');
      const values = addressValues(host.port, cut);
      return {
        status: 'fail',
        subject: host.host,
        words: refused ? 'main' : 'reset',
        values,
        evidence: cut.map(tcpEvidence),
      };
    });
  },
};
