import type { WireFaultKind } from '../fault-kind.ts';

/** Announces another length than the frame has. */
export const announcedLength: WireFaultKind<number> = {
  schema: {
    description:
      'Announce this many bytes instead of as many as follow: 0, a negative number, or up to 2,147,483,647.',
    type: 'integer',
    minimum: -2_147_483_648,
    maximum: 2_147_483_647,
    examples: [0, -1, 2_147_483_647],
  },
  frame: (value, frame) => {
    const bytes = Buffer.from(frame);
    bytes.writeInt32BE(value);
    return bytes;
  },
};
