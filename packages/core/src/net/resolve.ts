/** The addresses of a host, by the system or by one DNS server. */
import type { ResolverAddress } from '../config/config.ts';
import type { Step } from '../step.ts';
import { addressesOf, found, type Addresses } from './addresses.ts';
import type { DnsQueryOptions } from './dns-exchange.ts';
import { queryServer, serverName } from './dns-query.ts';
import { skippedBy, timebox, type WaitOptions } from './timebox.ts';

/**
 * Resolves A and AAAA.
 *
 * @param resolver `system`: getaddrinfo, hosts file and search domains included; else one server asked directly
 * @returns `error` with DNS_NOT_FOUND, DNS_NO_DATA, DNS_SERVER_FAILURE, DNS_REFUSED, DNS_TIMEOUT, DNS_MALFORMED or
 * DNS_FAILED
 * @public
 */
export function resolveHost(
  host: string,
  resolver: ResolverAddress,
  options: DnsQueryOptions,
): Promise<Step<Addresses>> {
  return resolver === 'system' ? lookupHost(host, options) : askServer(host, resolver, options);
}

/** How a resolver is called in observations: `system` or `IP:PORT`. @public */
export function resolverName(resolver: ResolverAddress): string {
  return resolver === 'system' ? 'system' : serverName(resolver);
}

/** The system's own lookup. getaddrinfo cannot be stopped: after `timeoutMs` nobody waits for it any more. @public */
export async function lookupHost(host: string, options: WaitOptions): Promise<Step<Addresses>> {
  const { ports, signal, timeoutMs } = options;
  const started = ports.monotonic();
  try {
    const result = await timebox(() => ports.lookup(host), options);
    const ms = ports.monotonic() - started;
    if (result.ended === 'aborted') return skippedBy(signal);
    if (result.ended === 'timeout')
      return {
        outcome: 'error',
        code: 'DNS_TIMEOUT',
        detail: `getaddrinfo gave no answer for ${host} within ${Math.round(timeoutMs)} ms`,
        ms,
      };
    return found(
      host,
      result.value.map(({ address }) => address),
      ms,
    );
  } catch (error) {
    const errno = (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';
    const detail = `getaddrinfo ${errno} ${host}`;
    return {
      outcome: 'error',
      code: lookupCodes[errno] ?? 'DNS_FAILED',
      detail,
      ms: ports.monotonic() - started,
      facts: { errno },
    };
  }
}

const lookupCodes: Readonly<Record<string, string>> = {
  ENOTFOUND: 'DNS_NOT_FOUND',
  ENODATA: 'DNS_NO_DATA',
  EAI_NODATA: 'DNS_NO_DATA',
  EAI_AGAIN: 'DNS_SERVER_FAILURE',
  EAI_FAIL: 'DNS_SERVER_FAILURE',
  ETIMEOUT: 'DNS_TIMEOUT',
};

async function askServer(
  host: string,
  server: Exclude<ResolverAddress, 'system'>,
  options: DnsQueryOptions,
): Promise<Step<Addresses>> {
  const started = options.ports.monotonic();
  const steps = await Promise.all([
    queryServer({ name: host, type: 'A', server }, options),
    queryServer({ name: host, type: 'AAAA', server }, options),
  ]);
  return addressesOf(host, steps, options.ports.monotonic() - started);
}
