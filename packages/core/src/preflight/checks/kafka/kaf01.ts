/** KAF01: no list of brokers arrived: Metadata is empty, timed out, or something unexplained stopped us before it. */
import type { HostFact } from '../../facts/hosts.ts';
import { ENDED } from '../../facts/names.ts';
import type { IdentityObservation } from '../../observation.ts';
import type { Case, Check } from '../check.ts';
import { lowestFailure, type StepFailure } from './steps.ts';

export const kaf01: Check = {
  id: 'KAF01',
  layer: 'kafka',
  needs: ['metadata', 'hosts', 'identity'],
  run: ({ metadata, hosts, identity }) => {
    const bootstraps = hosts.filter(({ role }) => role === 'bootstrap');
    if (metadata.outcome === 'ok') {
      if (metadata.value.brokers.length > 0)
        return [{ status: 'pass', subject: null, names: [metadata.value.from] }];
      const detail = 'Metadata named no broker';
      return [
        {
          status: 'fail',
          subject: null,
          names: [metadata.value.from],
          values: { detail },
          evidence: [detail],
        },
      ];
    }
    if (bootstraps.length === 0) return [{ status: 'blocked', subject: null }];
    if (metadata.outcome === 'error' && ENDED.has(metadata.code))
      return bootstraps.map(({ host }) => ({ status: 'blocked', subject: host }));
    return bootstraps.map((host) => metadataCase(host, identity.token));
  },
};

function metadataCase({ host, port, paths }: HostFact, token: IdentityObservation['token']): Case {
  const failure = lowestFailure(paths) ?? tokenFailure(token);
  const values = { port: String(port), detail: failure?.words ?? 'the look ended before' };
  const evidence = failure === null ? [] : [failure.evidence];
  if (failure?.layer === 'metadata') return { status: 'fail', subject: host, values, evidence };
  const otherwise = failure === null ? 'unknown' : 'fail';
  const words = failure?.code === 'TLS_CLOSED' ? 'closed' : 'unexplained';
  return { status: 'blocked', subject: host, otherwise, words, values, evidence };
}

/** Credentials that are fine and still give no token. */
function tokenFailure(token: IdentityObservation['token']): StepFailure | null {
  if (token.outcome !== 'error' || ENDED.has(token.code)) return null;
  const words = `no token could be signed: ${token.code} (${token.detail})`;
  return { layer: 'sasl', code: token.code, words, evidence: words };
}
