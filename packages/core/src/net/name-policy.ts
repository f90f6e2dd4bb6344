/**
 * The name policy: which hosts may ever see a token.
 *
 * A broker's address comes from Metadata, which whoever answered wrote. Only names of the cluster's own domain,
 * and hosts that the user allowed by name, are let through; addresses never are, since no certificate of MSK
 * names one.
 */
import { isIP } from 'node:net';
import { isAllowedHost } from '../config/allowed-hosts.ts';
import type { Config, MskName } from '../config/config.ts';
import { canonicalHost, parseMskName } from '../config/msk-name.ts';

/** What the policy says about one host and port. @public */
export type HostVerdict = { readonly allowed: true } | { readonly allowed: false; readonly because: string };

/** Decides for one cluster. @public */
export type HostPolicy = (host: string, port: number) => HostVerdict;

type Endpoint = Pick<Config['endpoint'], 'bootstraps' | 'allowedHosts'>;

/**
 * The policy of a cluster: its own bootstrap and broker names (same cluster id, same `cN`, same zone apex), and
 * `allowedHosts`. Case and one trailing dot do not matter; anything that is no plain ASCII host name is refused.
 *
 * @public
 */
export function hostPolicy(endpoint: Endpoint): HostPolicy {
  const own = endpoint.bootstraps.flatMap(({ name }) => (name === null ? [] : [name]));
  return (host, port) => {
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      return refuse(`port ${port} is not in 1..65535`);
    if (isIP(host) !== 0) return refuse('it is an address, not a name');
    if (canonicalHost(host) === null) return refuse('it is not a host name');
    if (isAllowedHost(host, endpoint.allowedHosts)) return { allowed: true };
    if (own.length === 0) return refuse('it is not in allowedHosts');
    const name = parseMskName(host);
    if (name === null) return refuse(`it is not a name under ${own[0]?.apex ?? ''}`);
    return own.some((mine) => sameCluster(mine, name))
      ? { allowed: true }
      : refuse(`it belongs to another cluster (${name.clusterId})`);
  };
}

function sameCluster(a: MskName, b: MskName): boolean {
  return a.kind === b.kind && a.clusterId === b.clusterId && a.shard === b.shard && a.apex === b.apex;
}

function refuse(because: string): HostVerdict {
  return { allowed: false, because };
}
