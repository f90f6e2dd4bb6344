/** TCP04: the client's own system has no way to send a packet to any address of a host; nothing left the machine. */
import type { PathObservation } from '../../observation.ts';
import type { Check } from '../check.ts';
import { addressValues, isOpen, otherwiseCase, tcpEvidence } from './reach.ts';

export const tcp04: Check = {
  id: 'TCP04',
  layer: 'tcp',
  needs: ['hosts'],
  run: ({ hosts }) => {
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    return hosts.map((host) => {
      const routeless = host.paths.filter(isRouteless);
      if (routeless.length === 0 || host.paths.some(isOpen)) return otherwiseCase(host);
      return {
        status: 'fail',
        subject: host.host,
        words: routeless.every(({ address }) => address.includes(':')) ? 'ipv6' : 'main',
        values: addressValues(host.port, routeless),
        evidence: routeless.map(tcpEvidence),
      };
    });
  },
};

function isRouteless({ tcp }: PathObservation): boolean {
  return tcp.outcome === 'error' && tcp.code === 'TCP_UNREACHABLE';
}
