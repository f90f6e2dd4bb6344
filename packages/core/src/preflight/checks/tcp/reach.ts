/** How far TCP got, for each host. */
import { ENDED } from '../../facts/names.ts';
import type { HostFact } from '../../facts/hosts.ts';
import type { PathObservation } from '../../observation.ts';
import type { Case } from '../check.ts';

const RESET: ReadonlySet<string> = new Set(['TCP_REFUSED', 'TCP_RESET']);

/** Whether an address takes connections. */
export function isOpen({ tcp }: PathObservation): boolean {
  return tcp.outcome === 'ok';
}

/** Whether a connection was dropped without an answer. */
export function isDropped({ tcp }: PathObservation): boolean {
  return tcp.outcome === 'error' && tcp.code === 'TCP_TIMEOUT';
}

/** Whether something answered and refused, or cut the connection before TLS was up. */
export function isCut({ tcp, tls }: PathObservation): boolean {
  if (tcp.outcome === 'error') return RESET.has(tcp.code);
  return tcp.outcome === 'ok' && tls.outcome === 'error' && tls.code === 'TCP_RESET';
}

/** A case for a host without a failure of the check's own kind: open, or not looked at. */
export function otherwiseCase({ host, paths }: HostFact): Case {
  if (paths.some(isOpen)) return { status: 'pass', subject: host };
  const failed = paths.some(({ tcp }) => tcp.outcome === 'error' && !ENDED.has(tcp.code));
  return {
    status: 'blocked',
    subject: host,
    by: failed ? ['TCP01', 'TCP02', 'TCP04', 'BRK01', 'KAF01'] : [],
  };
}

/** What fills the words about addresses of a host. */
export function addressValues(
  port: number,
  paths: readonly PathObservation[],
): Readonly<Record<string, string>> {
  const addresses = paths.map(({ address }) => address);
  return {
    port: String(port),
    addresses: addresses.join(', '),
    ...(addresses[0] === undefined ? {} : { address: addresses[0] }),
  };
}

/** What was seen at an address. */
export function tcpEvidence({ host, address, port, tcp, tls }: PathObservation): string {
  const step = tcp.outcome === 'error' ? tcp : tls;
  const what = step.outcome === 'error' ? `${step.code} after ${Math.round(step.ms)} ms` : step.outcome;
  return `${host} at ${address}:${port}: ${what}`;
}
