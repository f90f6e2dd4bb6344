/**
 * TCP05: connections are made, and then nothing of the server's certificate arrives: small packets pass, full-sized
 * ones do not. An address that finishes a handshake with anybody carries large packets.
 */
import type { PathObservation } from '../../observation.ts';
import type { Check } from '../check.ts';
import { addressValues, heldUpCase, isHeldUp, isOpen, otherwiseCase, tcpEvidence } from './reach.ts';

export const tcp05: Check = {
  id: 'TCP05',
  layer: 'tcp',
  needs: ['hosts', 'runtime'],
  run: ({ hosts, runtime: { lagMs = 0 } }) => {
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    const wide = new Set(
      hosts.flatMap(({ paths }) =>
        paths.filter(({ tls }) => tls.outcome === 'ok').map(({ address }) => address),
      ),
    );
    return hosts.map((host) => {
      const stalled = host.paths.filter((path) => isStalled(path) && !wide.has(path.address));
      if (stalled.length === 0 || host.paths.some(({ tls }) => tls.outcome === 'ok'))
        return otherwiseCase(host);
      if (stalled.every(({ tls }) => isHeldUp(tls, lagMs))) return heldUpCase(host, lagMs);
      return {
        status: 'fail',
        subject: host.host,
        values: addressValues(host.port, stalled),
        evidence: stalled.map(tcpEvidence),
      };
    });
  },
};

function isStalled(path: PathObservation): boolean {
  return isOpen(path) && path.tls.outcome === 'error' && path.tls.code === 'TLS_TIMEOUT';
}
