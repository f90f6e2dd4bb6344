/** TCP02: something answers and refuses or resets, and no other address of the host helps. */
import type { PathObservation } from '../../observation.ts';
import type { Check } from '../check.ts';
import { addressValues, isCut, isOpen, otherwiseCase, tcpEvidence } from './reach.ts';

export const tcp02: Check = {
  id: 'TCP02',
  layer: 'tcp',
  needs: ['hosts', 'names'],
  run: ({ hosts, names }) => {
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    // Who ends every connection on hearing the name may be the endpoint of another cluster.
    const mayBeAnother =
      names.some(({ role, state }) => role === 'sentinel' && state === 'resolved') &&
      hosts.every(({ paths }) => paths.every(isCutInTls));
    return hosts.map((host) => {
      const cut = host.paths.filter(isCut);
      const usable = host.paths.some((path) => isOpen(path) && !isCut(path));
      if (cut.length === 0 || (usable && !isCutWhereSpokenTo(host.paths))) return otherwiseCase(host);
      const refused = cut.some(({ tcp }) => tcp.outcome === 'error' && tcp.code === 'TCP_REFUSED');
      const values = addressValues(host.port, cut);
      return {
        status: 'fail',
        subject: host.host,
        words: refused ? 'main' : mayBeAnother ? 'unheard' : 'reset',
        values,
        evidence: cut.map(tcpEvidence),
      };
    });
  },
};

function isCutInTls({ tcp, tls }: PathObservation): boolean {
  return tcp.outcome === 'ok' && tls.outcome === 'error';
}

/** A broker is spoken to at one or two of its addresses: that another one takes connections does not prove it usable. */
function isCutWhereSpokenTo(paths: readonly PathObservation[]): boolean {
  const spokenTo = paths.filter(({ tls }) => tls.outcome !== 'skipped');
  return spokenTo.length > 0 && spokenTo.every((path) => isCutInTls(path) && isCut(path));
}
