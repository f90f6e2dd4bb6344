/** Whether the addresses that a name has are not where the cluster is. */
import type { HostFact } from '../../facts/hosts.ts';
import { canonical, ENDED, type NameFact } from '../../facts/names.ts';
import type { PathObservation } from '../../observation.ts';

/** Nothing there takes the connection, or somebody else does: at every address that was dialled. */
export function isLost(name: NameFact, hosts: readonly HostFact[]): boolean {
  return hosts.some(
    ({ host, paths }) =>
      canonical(host) === canonical(name.host) && paths.length > 0 && paths.every(isElsewhere),
  );
}

function isElsewhere({ tcp, tls }: PathObservation): boolean {
  if (tcp.outcome === 'error') return !ENDED.has(tcp.code);
  return tls.outcome === 'error' && tls.code === 'TLS_NAME_MISMATCH';
}
