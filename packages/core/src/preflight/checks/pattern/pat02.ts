/** PAT02: the wildcard brought us to another cluster: every broker there, or its certificate, carries that one's id. */
import { parseMskName } from '../../../config/msk-name.ts';
import type { HostFact } from '../../facts/hosts.ts';
import type { Facts } from '../../facts.ts';
import type { Case, Check } from '../check.ts';
import { certificateOf } from '../tls/handshake.ts';

export const pat02: Check = {
  id: 'PAT02',
  layer: 'pattern',
  needs: ['names', 'hosts', 'endpoint', 'metadata'],
  run: ({ names, hosts, endpoint: { clusterId }, metadata }) => {
    const other = clusterThere(hosts, metadata);
    const sentinel = names.find(({ role }) => role === 'sentinel');
    if (other === null && metadata.outcome !== 'ok')
      return [{ status: 'blocked', subject: null, waitsFor: 'metadata' }];
    const isForeign = other !== null && clusterId !== null && other.id !== clusterId;
    if (!isForeign || sentinel?.state !== 'resolved')
      return metadata.outcome === 'ok'
        ? [{ status: 'pass', subject: null, names: [metadata.value.from] }]
        : [{ status: 'blocked', subject: null, waitsFor: 'metadata' }];
    const evidence = [
      `${sentinel.host}, never assigned: ${sentinel.addresses.join(', ')}`,
      `${other.shownBy} is of ${other.id}, asked for ${clusterId}`,
    ];
    return [failure(other, evidence)];
  },
};

/** The cluster that answers, as it shows itself. */
interface OtherCluster {
  readonly id: string;
  readonly shownBy: 'every broker' | 'the certificate';
  readonly names: readonly string[];
}

function failure({ id, names }: OtherCluster, evidence: readonly string[]): Case {
  return { status: 'fail', subject: null, names, values: { foreignId: id }, evidence };
}

/** null: whose it is cannot be told. */
function clusterThere(hosts: readonly HostFact[], metadata: Facts['metadata']): OtherCluster | null {
  if (metadata.outcome === 'ok') {
    const names = metadata.value.brokers.map(({ host }) => host);
    const id = onlyId(names.map(clusterIn));
    return id === null ? null : { id, shownBy: 'every broker', names };
  }
  const mismatched = hosts.filter(({ paths }) =>
    paths.some(({ tls }) => tls.outcome === 'error' && tls.code === 'TLS_NAME_MISMATCH'),
  );
  const shown = mismatched.flatMap(({ paths }) =>
    paths.flatMap((path) => certificateOf(path).names ?? []).flatMap((name) => clusterIn(name) ?? []),
  );
  const id = onlyId(shown);
  return id === null ? null : { id, shownBy: 'the certificate', names: mismatched.map(({ host }) => host) };
}

function clusterIn(name: string): string | null {
  return parseMskName(name)?.clusterId ?? null;
}

function onlyId(ids: readonly (string | null)[]): string | null {
  const [id = null] = ids;
  return new Set(ids).size === 1 ? id : null;
}
