/** What the owner of a negative answer says: whose zone it was. */
import type { Observation } from '../observation.ts';
import { canonical } from './names.ts';

/**
 * `apex`: Z itself, a customer's zone; `deeper`: `cN.Z` or below, a managed or a shadowing zone; `above`: nothing
 * matched. Inferred from Route 53's documented rules.
 */
export type ZoneKind = 'apex' | 'deeper' | 'above' | 'unknown';

/** Reads the owner of a SOA against the cluster's zone apex. */
export function zoneKind(zone: string | null, endpoint: Observation['endpoint']): ZoneKind {
  if (zone === null || endpoint.apex === null) return 'unknown';
  const apex = canonical(endpoint.apex);
  const owner = canonical(zone);
  if (owner === apex) return 'apex';
  if (owner.endsWith(`.${apex}`)) return 'deeper';
  return owner === '' || owner === '.' || apex.endsWith(`.${owner}`) ? 'above' : 'unknown';
}

/** `cN.Z`, or null for a cluster without one. */
export function shardApex(endpoint: Observation['endpoint']): string | null {
  return endpoint.shard === null || endpoint.apex === null ? null : `${endpoint.shard}.${endpoint.apex}`;
}
