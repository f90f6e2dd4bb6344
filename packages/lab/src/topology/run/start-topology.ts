import { MskReachError } from '@msk-reach/core';
import type { Topology } from '../model.ts';
import type { RunningTopology, TopologyOptions } from '../running.ts';

/**
 * Puts a topology up in network namespaces. Needs Linux, root, and iproute2, nftables, unbound and bind9.
 *
 * @throws MskReachError `CONFIG_INVALID` for a topology that is none, or when something it needs is missing: its
 * message names all of it; `INTERNAL` when something does not start. Nothing is left running then.
 * @public
 */
export async function startTopology(
  topology: Topology,
  _options: TopologyOptions = {},
): Promise<RunningTopology> {
  throw new MskReachError('INTERNAL', `topology ${topology.name}: not yet`);
}
