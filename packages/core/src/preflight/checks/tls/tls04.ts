/** TLS04: what answers speaks no TLS at all, or no version of it that the client may use. */
import type { HostFact } from '../../facts/hosts.ts';
import type { PathObservation } from '../../observation.ts';
import type { Case, Check } from '../check.ts';
import { otherwiseCase } from './handshake.ts';

/** OpenSSL's words for bytes that are no record of TLS. */
const NOT_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|NOT_TLS|RECORD_LAYER_FAILURE/;
/** Its words for a peer that speaks TLS, and not with us. */
const REFUSED = /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY|NO_PROTOCOLS/;

export const tls04: Check = {
  id: 'TLS04',
  layer: 'tls',
  needs: ['hosts'],
  run: ({ hosts }) => (hosts.length === 0 ? [{ status: 'blocked', subject: null }] : hosts.map(protocolCase)),
};

function protocolCase(host: HostFact): Case {
  if (host.paths.some(({ tls }) => tls.outcome === 'ok')) return otherwiseCase(host);
  for (const path of host.paths) {
    const words = wordsFor(path.tls);
    if (words === null || path.tls.outcome !== 'error') continue;
    const values = { port: String(host.port), address: path.address, detail: reasonIn(path.tls.detail) };
    const evidence = [`${host.host} at ${path.address}: ${path.tls.detail}`];
    return { status: 'fail', subject: host.host, words, values, evidence };
  }
  return otherwiseCase(host);
}

/** OpenSSL's reason, without its thread, library and source line. */
function reasonIn(detail: string): string {
  return /\berror:\w+:[^:]*:[^:]*:([^:]+)/.exec(detail)?.[1] ?? detail;
}

function wordsFor(tls: PathObservation['tls']): 'main' | 'notTls' | null {
  if (tls.outcome !== 'error' || tls.code !== 'TLS_PROTOCOL') return null;
  const said = `${String(tls.facts?.['reason'])} ${tls.detail}`.toUpperCase().replaceAll(' ', '_');
  if (NOT_TLS.test(said)) return 'notTls';
  return REFUSED.test(said) ? 'main' : null;
}
