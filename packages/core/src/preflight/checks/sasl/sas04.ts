/** SAS04: the cluster turns logins away because too many came at once. */
import type { HostFact } from '../../facts/hosts.ts';
import type { PathObservation } from '../../observation.ts';
import type { Case, Check } from '../check.ts';
import { isThrottled, otherwiseCase, refusalEvidence } from './login.ts';

export const sas04: Check = {
  id: 'SAS04',
  layer: 'sasl',
  needs: ['hosts'],
  run: ({ hosts }) => {
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    const said = hosts.some(({ paths }) => paths.some(isThrottled));
    return hosts.map((host) => quotaCase(host, said));
  },
};

/** @param said whether any broker used the words; where one did, another that only hangs up means the same */
function quotaCase(host: HostFact, said: boolean): Case {
  const { host: subject, paths } = host;
  if (paths.some(({ sasl }) => sasl.outcome === 'ok')) return otherwiseCase(host);
  const throttled = paths.filter(isThrottled);
  const closed = said ? paths.filter(isClosed) : [];
  if (throttled.length + closed.length === 0) return otherwiseCase(host);
  const evidence = [
    ...throttled.map(refusalEvidence),
    ...closed.map(({ address }) => `${subject} at ${address}: closed before TLS was done`),
  ];
  return { status: 'fail', subject, values: { port: String(host.port) }, evidence };
}

function isClosed({ tls }: PathObservation): boolean {
  return tls.outcome === 'error' && tls.code === 'TLS_CLOSED';
}
