import type { Topology } from '../model.ts';
import type { RunningTopology, TopologyOptions } from '../running.ts';
import { validateTopology } from '../validate.ts';
import { Engine, startEngine } from './engine.ts';
import { TopologyAtWork } from './topology-at-work.ts';

/** So that a first message has somewhere to go, as in `msk-lab up`. */
const TOPICS = [{ name: 'orders', partitions: 3 }];

/**
 * Puts a topology up in network namespaces. Needs Linux, root, and iproute2, nftables, unbound and bind9.
 *
 * @throws MskReachError `CONFIG_INVALID` for a topology that is none, or when something it needs is missing: its
 * message names all of it; `INTERNAL` when something does not start. Nothing is left running then.
 * @public
 */
export async function startTopology(
  topology: Topology,
  options: TopologyOptions = {},
): Promise<RunningTopology> {
  const { pool, signal, say = () => undefined, log = () => undefined } = options;
  const valid = validateTopology(topology, topology.name);
  const engine = pool instanceof Engine ? pool : await startEngine();
  const end = (): Promise<void> => (engine === pool ? engine.down() : engine.close());
  try {
    signal?.throwIfAborted();
    const topics = engine === pool ? [] : TOPICS;
    await engine.up(valid, { listeners: { say, log }, signal, topics });
    const running = new TopologyAtWork(engine, valid, end);
    await running.settle();
    signal?.throwIfAborted();
    return running;
  } catch (error) {
    await end().catch(() => undefined);
    signal?.throwIfAborted();
    throw error;
  }
}
