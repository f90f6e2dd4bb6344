/** How far TCP got, for each host. */
import type { HostFact } from '../../facts/hosts.ts';
import type { Step } from '../../../step.ts';
import type { PathObservation } from '../../observation.ts';
import { residual, type Case } from '../check.ts';

const RESET: ReadonlySet<string> = new Set(['TCP_REFUSED', 'TCP_RESET']);

/** Whether an address takes connections. */
export function isOpen({ tcp }: PathObservation): boolean {
  return tcp.outcome === 'ok';
}

/** Whether a connection was dropped without an answer. */
export function isDropped({ tcp }: PathObservation): boolean {
  return tcp.outcome === 'error' && tcp.code === 'TCP_TIMEOUT';
}

/** Places, as `placeOf` writes them, that took a connection and dropped another: whoever is there, there are several. */
export function fickle(hosts: readonly HostFact[]): ReadonlySet<string> {
  const paths = hosts.flatMap((host) => host.paths);
  const open = new Set(paths.filter(isOpen).map(placeOf));
  return new Set(
    paths
      .filter(isDropped)
      .map(placeOf)
      .filter((place) => open.has(place)),
  );
}

/** An address with its port. */
export function placeOf({ address, port }: PathObservation): string {
  return `${address} ${port}`;
}

/**
 * Whether this process got so little time to look up that a step which took too long proves nothing: what it waited for
 * may have come meanwhile.
 */
export function isHeldUp(step: Step<unknown>, lagMs: number): boolean {
  return step.outcome === 'error' && lagMs > 0 && lagMs * 2 >= step.ms;
}

/** A case for a host where only steps of a process that was held up failed. */
export function heldUpCase({ host }: HostFact, lagMs: number): Case {
  return {
    status: 'unknown',
    subject: host,
    note: `Not to be told: this process itself was held up for ${lagMs} ms while it waited.`,
    settledBy: 'Another look on a machine with time to spare, or with a longer --timeout.',
  };
}

/** Whether something answered and refused, or reset the connection before the client was let in. */
export function isCut({ tcp, tls, apiVersions, sasl }: PathObservation): boolean {
  if (tcp.outcome === 'error') return RESET.has(tcp.code);
  return [tls, apiVersions, sasl].some(
    (step) =>
      step.outcome === 'error' &&
      (step.code === 'TCP_RESET' ||
        step.facts?.['reason'] === 'ECONNRESET' ||
        /\bECONNRESET\b/.test(step.detail)),
  );
}

/** A case for a host without a failure of the check's own kind: open, or not looked at. */
export function otherwiseCase({ host, paths }: HostFact): Case {
  if (paths.some(isOpen)) return { status: 'pass', subject: host };
  return { status: 'blocked', subject: host, by: ['TCP01', 'TCP02', 'TCP04', ...residual] };
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
export function tcpEvidence({ host, address, port, tcp, tls, apiVersions, sasl }: PathObservation): string {
  const step = [tcp, tls, apiVersions, sasl].find(({ outcome }) => outcome !== 'ok') ?? tcp;
  const what =
    step.outcome === 'error' ? `${step.code} after ${Math.round(step.ms)} ms (${step.detail})` : step.outcome;
  return `${host} at ${address}:${port}: ${what}`;
}
