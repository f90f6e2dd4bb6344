import type { DnsFaultKind } from '../fault-kind.ts';

const HEADER_BYTES = 12;
const FIRST_LETTER = 13;

/** What can be wrong with the bytes of an answer, each made from the proper one. */
const SPOILERS = {
  random: (packet: Buffer, random: (size: number) => Buffer): Buffer =>
    Buffer.concat([packet.subarray(0, 2), Buffer.of(0x81), random(61)]),
  empty: (): Buffer => Buffer.alloc(0),
  cut: (packet: Buffer): Buffer => packet.subarray(0, Math.floor(packet.length / 2)),
  'wrong-id': (packet: Buffer): Buffer => {
    const bytes = Buffer.from(packet);
    bytes.writeUInt16BE((packet.readUInt16BE(0) + 1) & 0xffff, 0);
    return bytes;
  },
  'wrong-name': (packet: Buffer): Buffer => {
    const bytes = Buffer.from(packet);
    // The first letter of the question's first label, which is never part of a pointer.
    bytes.write(packet.toString('latin1', FIRST_LETTER, FIRST_LETTER + 1) === 'z' ? 'y' : 'z', FIRST_LETTER);
    return bytes;
  },
  'compression-loop': (packet: Buffer): Buffer => {
    const start = Buffer.concat([header(packet, 1), questionOf(packet)]);
    return Buffer.concat([start, selfPointer(start.length)]);
  },
  count: (packet: Buffer): Buffer => Buffer.concat([header(packet, 0xffff), packet.subarray(HEADER_BYTES)]),
};

/** Sends bytes that are not the answer to the question. */
export const garbage: DnsFaultKind<keyof typeof SPOILERS> = {
  schema: {
    description:
      'Send bytes that are no proper answer: `random` ones under the right id; none (`empty`); the answer `cut` in the middle; under the `wrong-id`; to the `wrong-name`; with a name that points at itself (`compression-loop`); with a `count` of 65,535 records.',
    enum: Object.keys(SPOILERS),
    examples: ['compression-loop'],
  },
  packet: (value, packet, { random }) => SPOILERS[value](packet, random),
};

function header(packet: Buffer, answers: number): Buffer {
  const bytes = Buffer.from(packet.subarray(0, HEADER_BYTES));
  bytes.writeUInt16BE(answers, 6);
  return bytes;
}

/** The question, whose name is never compressed. */
function questionOf(packet: Buffer): Buffer {
  return packet.subarray(HEADER_BYTES, packet.indexOf(0, HEADER_BYTES) + 5);
}

/** A record whose owner is a compression pointer to that very pointer. */
function selfPointer(offset: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt16BE(0xc000 | (offset & 0x3fff), 0);
  bytes.writeUInt16BE(1, 2);
  bytes.writeUInt16BE(1, 4);
  bytes.writeUInt16BE(4, 10);
  return bytes;
}
