/** TCP03: one address of a host is dead while another takes connections. */
import { ENDED } from '../../facts/names.ts';
import type { PathObservation } from '../../observation.ts';
import type { Check } from '../check.ts';
import { addressValues, isCut, isOpen, otherwiseCase, tcpEvidence } from './reach.ts';

export const tcp03: Check = {
  id: 'TCP03',
  layer: 'tcp',
  needs: ['hosts'],
  run: ({ hosts }) => {
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    return hosts.map((host) => {
      const dead = host.paths.filter(isDead);
      const alive = host.paths.some((path) => isOpen(path) && !isCut(path));
      if (dead.length === 0 || !alive) return otherwiseCase(host);
      return {
        status: 'warn',
        subject: host.host,
        values: addressValues(host.port, dead),
        evidence: dead.map(tcpEvidence),
      };
    });
  },
};

function isDead(path: PathObservation): boolean {
  return isCut(path) || (path.tcp.outcome === 'error' && !ENDED.has(path.tcp.code));
}
