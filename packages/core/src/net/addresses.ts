/** Addresses from answers. It asks nobody: what only reads an observation needs no more of this room. */
import { isIP } from 'node:net';
import { isMskReachError } from '../errors.ts';
import type { Step } from '../step.ts';
import { addressesIn, type DnsAnswer } from './dns-answer.ts';

/** Where a host is. @public */
export interface Addresses {
  readonly addresses: readonly string[];
}

/** More than any cluster has; what is beyond is not dialled. */
const MAX_ADDRESSES = 32;

/**
 * The addresses that the answers to A and AAAA give together. Addresses of one type count also when the other
 * type's question failed.
 *
 * @param ms what the step is said to have taken
 * @public
 */
export function addressesOf(host: string, steps: readonly Step<DnsAnswer>[], ms: number): Step<Addresses> {
  const addresses: string[] = [];
  const failures: Step<never>[] = [];
  for (const step of steps) {
    if (step.outcome !== 'ok') failures.push(step);
    else if (step.value.rcode !== 'NOERROR') failures.push(refusal(host, step.value, ms));
    else {
      try {
        addresses.push(...addressesIn(step.value, host));
      } catch (error) {
        if (!isMskReachError(error)) throw error;
        failures.push({ outcome: 'error', code: error.code, detail: error.message, ms });
      }
    }
  }
  const [failure] = failures;
  return addresses.length === 0 && failure !== undefined ? failure : found(host, addresses, ms);
}

/** The step of a lookup that gave these. */
export function found(host: string, given: readonly string[], ms: number): Step<Addresses> {
  const addresses = [...new Set(given)].filter((address) => isIP(address) !== 0).slice(0, MAX_ADDRESSES);
  if (addresses.length > 0) return { outcome: 'ok', value: { addresses }, ms };
  return { outcome: 'error', code: 'DNS_NO_DATA', detail: `${host} exists, but has no address`, ms };
}

const rcodes: Readonly<Record<string, string>> = {
  NXDOMAIN: 'DNS_NOT_FOUND',
  SERVFAIL: 'DNS_SERVER_FAILURE',
  REFUSED: 'DNS_REFUSED',
};

function refusal(host: string, { rcode, soa }: DnsAnswer, ms: number): Step<never> {
  return {
    outcome: 'error',
    code: rcodes[rcode] ?? 'DNS_FAILED',
    detail: `${host}: ${rcode}`,
    ms,
    facts: { rcode, soa },
  };
}
