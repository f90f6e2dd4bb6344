import { setTimeout as sleep } from 'node:timers/promises';
import type { WireFaultKind } from '../fault-kind.ts';

/** Takes its time for every byte. */
export const trickleMs: WireFaultKind<number> = {
  schema: {
    description: 'Send the answer byte by byte, so many milliseconds apart.',
    type: 'integer',
    minimum: 1,
    maximum: 600_000,
    examples: [1000],
  },
  send: async (value, frame, client, signal) => {
    for (const byte of frame) {
      if (signal.aborted) return;
      client.write(Buffer.of(byte));
      // The signal is the connection's end: then nothing is to be done.
      await sleep(value, undefined, { signal }).catch(() => undefined);
    }
  },
};
