import type { WireFaultKind } from '../fault-kind.ts';

const AT = 4;

/** Answers a request that was never made. */
export const correlationIdOff: WireFaultKind<number> = {
  schema: {
    description: 'Answer under the correlation id of the request plus this number.',
    type: 'integer',
    minimum: -1_000_000,
    maximum: 1_000_000,
    not: { const: 0 },
    examples: [1, -1],
  },
  frame: (value, frame) => {
    const bytes = Buffer.from(frame);
    bytes.writeInt32BE((frame.readInt32BE(AT) + value) | 0, AT);
    return bytes;
  },
};
