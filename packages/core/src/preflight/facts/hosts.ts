/** The hosts of the cluster, each with its name and its paths. */
import type { AdvertisedBroker, Observation, PathObservation } from '../observation.ts';
import { canonical, nameFact, unseenName, type NameFact } from './names.ts';

/** One host that a client has to reach. */
export interface HostFact {
  readonly host: string;
  readonly port: number;
  readonly role: 'bootstrap' | 'broker';
  readonly brokerId: number | null;
  /** One for each address that was dialled. */
  readonly paths: readonly PathObservation[];
}

/** Bootstraps, then the advertised brokers that the name policy allows; each host and port once. */
export function hostFacts(observation: Observation): readonly HostFact[] {
  const hosts = new Map<string, HostFact>();
  const paths = new Map<string, PathObservation[]>();
  for (const path of observation.paths) {
    const key = keyOf(path.host, path.port);
    const known = paths.get(key);
    if (known === undefined) paths.set(key, [path]);
    else known.push(path);
  }
  const add = (host: string, port: number, role: HostFact['role'], brokerId: number | null): void => {
    const key = keyOf(host, port);
    if (!hosts.has(key)) hosts.set(key, { host, port, role, brokerId, paths: paths.get(key) ?? [] });
  };
  for (const { host, port } of observation.endpoint.bootstraps) add(host, port, 'bootstrap', null);
  for (const { host, port, id } of allowedBrokers(observation)) add(host, port, 'broker', id);
  return [...hosts.values()];
}

/**
 * Names of the cluster's own hosts as one resolver sees them, each once, asked or not; then the probes.
 *
 * @param resolver where it is not the first one, nothing was dialled by its answers
 */
export function nameFacts(
  observation: Observation,
  hosts: readonly HostFact[],
  resolver?: string,
): readonly NameFact[] {
  const first = resolver ?? observation.resolvers[0];
  const seen = new Map<string, NameFact>();
  const again = new Map((observation.again ?? []).map((question) => [canonical(question.host), question]));
  for (const name of observation.names) {
    if (first !== undefined && name.resolver !== first) continue;
    if (name.role === 'apex' || name.role === 'shard-apex' || name.role === 'control') continue;
    const key = canonical(name.host);
    if (!seen.has(key)) seen.set(key, nameFact(name, again.get(key)));
  }
  const own = new Map<string, NameFact>();
  for (const { host, role, brokerId, paths } of hosts) {
    const key = canonical(host);
    const asked = seen.get(key) ?? fromPaths(host, role, brokerId, resolver === undefined ? paths : []);
    if (!own.has(key)) own.set(key, { ...asked, role, brokerId });
    seen.delete(key);
  }
  const probes = [...seen.values()].filter(({ role }) => role !== 'bootstrap' && role !== 'broker');
  return [...own.values(), ...probes];
}

/** The cluster's own names as the resolvers after the first see them: nobody dials these answers. */
export function otherNameFacts(observation: Observation, hosts: readonly HostFact[]): readonly NameFact[] {
  const [first] = observation.resolvers;
  const own = new Map(hosts.map((host) => [canonical(host.host), host]));
  return observation.names.flatMap((name) => {
    const host = own.get(canonical(name.host));
    if (host === undefined || first === undefined || name.resolver === first) return [];
    return [{ ...nameFact(name), host: host.host, role: host.role, brokerId: host.brokerId }];
  });
}

/** Advertised brokers to which a token may go. */
function allowedBrokers(observation: Observation): readonly AdvertisedBroker[] {
  return observation.metadata.outcome === 'ok'
    ? observation.metadata.value.brokers.filter(({ allowed }) => allowed)
    : [];
}

function fromPaths(
  host: string,
  role: HostFact['role'],
  brokerId: number | null,
  paths: readonly PathObservation[],
): NameFact {
  const unseen = unseenName(host, role, brokerId);
  if (paths.length === 0) return unseen;
  return { ...unseen, state: 'resolved', addresses: paths.map(({ address }) => address), outcome: 'NOERROR' };
}

function keyOf(host: string, port: number): string {
  return `${canonical(host)}:${port}`;
}
