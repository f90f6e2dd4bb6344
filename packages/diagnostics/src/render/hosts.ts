/** The hosts of a look, each with all that was seen of it: what matrix, metrics and page draw from. */
import type { NameObservation, Observation, PathObservation } from '@msk-reach/core';

/** One host: a bootstrap, or a broker that Metadata named. */
export interface HostView {
  readonly host: string;
  /** Without the zone, printable and bounded. */
  readonly short: string;
  /** null for a bootstrap that is no broker. */
  readonly brokerId: number | null;
  readonly port: number;
  /** Whether the name policy lets a token go there. */
  readonly allowed: boolean;
  /** As the first resolver answered. */
  readonly name: NameObservation | null;
  readonly paths: readonly PathObservation[];
  /** The path that got furthest. */
  readonly best: PathObservation | null;
}

/** The bootstraps as given, then the brokers by their ids. */
export function hostsOf(observation: Observation): readonly HostView[] {
  const { endpoint, metadata, names, paths, resolvers } = observation;
  const namesOf = new Map(
    names
      .filter(({ resolver }) => resolver === resolvers[0])
      .toReversed()
      .map((name) => [name.host.toLowerCase(), name]),
  );
  const pathsOf = new Map<string, PathObservation[]>();
  for (const path of paths) {
    const key = path.host.toLowerCase();
    pathsOf.set(key, [...(pathsOf.get(key) ?? []), path]);
  }
  const view = (host: string, port: number, brokerId: number | null, allowed: boolean): HostView => {
    const own = pathsOf.get(host.toLowerCase()) ?? [];
    return {
      host,
      short: shortName(host, endpoint),
      brokerId,
      port,
      allowed,
      name: namesOf.get(host.toLowerCase()) ?? null,
      paths: own,
      best: own.toSorted((left, right) => telling(right) - telling(left))[0] ?? null,
    };
  };
  const hosts = new Map<string, HostView>();
  for (const { host, port } of endpoint.bootstraps) hosts.set(host, view(host, port, null, true));
  const brokers = metadata.outcome === 'ok' ? metadata.value.brokers : [];
  for (const { id, host, port, allowed } of brokers.toSorted((left, right) => left.id - right.id)) {
    const known = hosts.get(host);
    if (known === undefined) hosts.set(host, view(host, port, id, allowed));
    // Of a provisioned cluster the bootstraps are brokers.
    else if (known.brokerId === null) hosts.set(host, { ...known, brokerId: id });
  }
  return [...hosts.values()];
}

function shortName(host: string, { shard, apex }: Observation['endpoint']): string {
  const printable = host.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 60);
  const zone = shard === null || apex === null ? null : `.${shard}.${apex}`;
  return zone !== null && printable.endsWith(zone) ? printable.slice(0, -zone.length) : printable;
}

/**
 * What a path says of its host: one that was let in before one that failed, and that before one that was only dialled,
 * for the conversation went over another address.
 */
function telling({ tcp, tls, apiVersions, sasl, metadata }: PathObservation): number {
  const steps = [tcp, tls, apiVersions, sasl, metadata];
  const reached = steps.filter(({ outcome }) => outcome === 'ok').length;
  const failed = steps.some(({ outcome }) => outcome === 'error');
  return reached + (sasl.outcome === 'ok' ? 20 : failed ? 10 : 0);
}
