import { setTimeout as sleep } from 'node:timers/promises';
import type { Chunks } from './fault-kind.ts';

/** Bytes that may be on their way at once; then the sender has to wait, as on a network. */
const MAX_BYTES_UNDER_WAY = 4 * 1024 * 1024;

/** What is on its way, and when it arrives. */
interface Parcel {
  readonly at: number;
  readonly chunk: Buffer | undefined;
}

/** Passes everything on some milliseconds later, the end included, in order and without losing throughput. */
export async function* delayed(chunks: Chunks, delayMs: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  const parcels: Parcel[] = [];
  const sent = bell();
  const arrived = bell();
  let underWay = 0;

  const send = (chunk: Buffer | undefined): void => {
    parcels.push({ at: performance.now() + delayMs, chunk });
    underWay += chunk?.length ?? 0;
    sent.ring();
  };
  const reading = (async (): Promise<void> => {
    for await (const chunk of chunks) {
      send(chunk);
      if (underWay > MAX_BYTES_UNDER_WAY && !signal.aborted) await arrived.next();
    }
    send(undefined);
  })();
  // Awaited at the end; until then a failure has to wake whoever waits for news.
  reading.catch(() => send(undefined));

  while (!signal.aborted) {
    const parcel = parcels.shift();
    if (parcel === undefined) {
      await sent.next();
      continue;
    }
    const left = parcel.at - performance.now();
    if (left > 0) await sleep(left, undefined, { signal }).catch(() => undefined);
    if (parcel.chunk === undefined) break;
    yield parcel.chunk;
    underWay -= parcel.chunk.length;
    arrived.ring();
  }
  arrived.ring();
  await reading;
}

/** Wakes the one who waits for its next ring. */
function bell(): { next(): Promise<void>; ring(): void } {
  let wake = (): void => undefined;
  return {
    next: () => new Promise((resolve) => (wake = resolve)),
    ring: () => wake(),
  };
}
