import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { MskReachError } from '@msk-reach/core';
import type { GatewayAddress } from './addresses.ts';
import { holdListener } from './held-listener.ts';
import { findCallers } from './callers.ts';

const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'];
const LOOK_EVERY_MS = 30;
/** How long before a packet is repeated the door is opened: two looks at least. */
const OPEN_BEFORE_MS = 80;
/** How far off our view of a SYN's age may be. */
const AGE_ERROR_MS = 200;

/** A listener that can be closed. */
export interface SlowListener {
  close(): Promise<void>;
}

/**
 * Makes an address at which the first SYN is lost, as on a lossy or overloaded path: `connect` succeeds when the
 * kernel repeats it, a second later or more. Who calls in the moment when another is let in comes in with it.
 *
 * @param slowMs       the connection comes about with the first repetition after this time
 * @param onConnection takes the connections
 * @throws MskReachError `CONFIG_INVALID` off Linux, where nobody tells when a SYN is repeated
 */
export async function listenSlowly(
  place: GatewayAddress,
  slowMs: number,
  onConnection: (socket: Socket) => void,
): Promise<SlowListener> {
  const tables = TABLES.filter((path) => existsSync(path));
  if (tables.length === 0) {
    throw new MskReachError('CONFIG_INVALID', 'gateway: slow connects need Linux (/proc/net/tcp)');
  }
  const held = await holdListener(place, onConnection);
  const stopping = new AbortController();
  // It ends early only with the child, on purpose or not; the latter has been said by then.
  const watching = watch().catch(() => undefined);

  async function watch(): Promise<void> {
    let firstSeen = new Map<string, number>();
    let strandedBefore = new Set<string>();
    while (!stopping.signal.aborted) {
      const text = await Promise.all(tables.map((path) => readFile(path, 'latin1')));
      const now = performance.now();
      const { pending, stranded, queued } = findCallers(text.join('\n'), place);
      firstSeen = new Map(pending.map(({ from }) => [from, firstSeen.get(from) ?? now]));
      const due = pending.filter(({ from, repeatInMs }) => {
        const ageThen = now - (firstSeen.get(from) ?? now) + repeatInMs;
        return repeatInMs <= OPEN_BEFORE_MS && ageThen >= slowMs - AGE_ERROR_MS;
      });
      // Rows are not read at one moment: who looks stranded once may just have been connecting.
      const again = stranded.filter(
        ({ from, repeatInMs }) => strandedBefore.has(from) && repeatInMs <= OPEN_BEFORE_MS,
      );
      strandedBefore = new Set(stranded.map(({ from }) => from));
      const count = new Set([...due, ...again].map(({ from }) => from)).size + queued;
      if (count > 0 && !stopping.signal.aborted) await held.admit(count);
      else await sleep(LOOK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    async close() {
      stopping.abort();
      await held.close();
      await watching;
    },
  };
}
