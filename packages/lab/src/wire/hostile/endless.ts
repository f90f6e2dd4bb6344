import { once } from 'node:events';
import type { WireFaultKind } from '../fault-kind.ts';

const MORE = Buffer.alloc(16 * 1024);

/** Never stops. */
export const endless: WireFaultKind<true> = {
  schema: {
    description: 'Send the proper answer and, behind it, bytes without end, as fast as they are taken.',
    const: true,
    examples: [true],
  },
  send: async (_value, frame, client, signal) => {
    // In one piece with the first of them, so that no reader can take the answer alone.
    let room = client.write(Buffer.concat([frame, MORE]));
    while (!signal.aborted) {
      // The signal is the connection's end: then nothing is to be done.
      if (!room) await once(client, 'drain', { signal }).catch(() => undefined);
      if (!signal.aborted) room = client.write(MORE);
    }
  },
};
