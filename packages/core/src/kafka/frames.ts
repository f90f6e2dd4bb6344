import { MskReachError } from '../errors.ts';

const LENGTH_BYTES = 4;
/** No message is shorter than its correlation id. */
const MIN_FRAME_BYTES = 4;
const FIRST_ALLOCATION = 16 * 1024;

/** What came of some bytes. @public */
export interface TakenBytes {
  /** The frame without its length, once it is whole. */
  readonly frame: Buffer | null;
  /** Bytes behind it. */
  readonly rest: Buffer;
}

/** Puts frames together from a stream's chunks. @public */
export interface FrameReader {
  /** @throws MskReachError `KAFKA_FRAME_INVALID` as soon as the announced length is out of bounds */
  take(chunk: Buffer): TakenBytes;
  /** Bytes of the unfinished frame that arrived, its length included; 0 between two frames. */
  readonly received: number;
  /** What they announce: bytes with the length, null until that is known. */
  readonly announced: number | null;
}

/**
 * A frame is an INT32 length and that many bytes. The length is checked before anything is allocated, and memory grows
 * with the bytes that arrive, not with those announced: at most twice as many, however they are cut into chunks.
 *
 * @param maxBytes the longest frame taken, without its length
 * @param what     whose frames they are, for errors: `the broker`
 * @public
 */
export function createFrameReader(maxBytes: number, what: string): FrameReader {
  let head = Buffer.alloc(LENGTH_BYTES);
  let headBytes = 0;
  let body: Buffer | null = null;
  let length = 0;
  let bodyBytes = 0;

  const startBody = (): Buffer => {
    length = head.readInt32BE(0);
    if (length < MIN_FRAME_BYTES || length > maxBytes) throw badLength(what, length, maxBytes);
    return Buffer.allocUnsafe(Math.min(length, FIRST_ALLOCATION));
  };
  const reset = (): void => {
    head = Buffer.alloc(LENGTH_BYTES);
    headBytes = 0;
    body = null;
    bodyBytes = 0;
  };

  return {
    get received() {
      return headBytes + bodyBytes;
    },
    get announced() {
      return body === null ? null : LENGTH_BYTES + length;
    },
    take(chunk) {
      const headPart = chunk.copy(head, headBytes, 0, LENGTH_BYTES - headBytes);
      headBytes += headPart;
      const after = chunk.subarray(headPart);
      if (headBytes < LENGTH_BYTES) return { frame: null, rest: after };
      body ??= startBody();
      const part = after.subarray(0, length - bodyBytes);
      body = roomFor(body, bodyBytes, bodyBytes + part.length, length);
      part.copy(body, bodyBytes);
      bodyBytes += part.length;
      const rest = after.subarray(part.length);
      if (bodyBytes < length) return { frame: null, rest };
      const frame = body.subarray(0, length);
      reset();
      return { frame, rest };
    },
  };
}

function roomFor(body: Buffer, used: number, wanted: number, length: number): Buffer {
  if (wanted <= body.length) return body;
  const larger = Buffer.allocUnsafe(Math.min(length, Math.max(wanted, body.length * 2)));
  body.copy(larger, 0, 0, used);
  return larger;
}

function badLength(what: string, length: number, maxBytes: number): MskReachError {
  return new MskReachError(
    'KAFKA_FRAME_INVALID',
    `${what} announced a message of ${length} bytes; ${MIN_FRAME_BYTES} to ${maxBytes} are taken`,
    { details: { announced: length, min: MIN_FRAME_BYTES, max: maxBytes } },
  );
}
