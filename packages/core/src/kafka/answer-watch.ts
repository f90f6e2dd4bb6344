/** Reads along on a connection that somebody else speaks on: requests as they leave, and the answers that are wanted. */
import type { Tap } from '../net/late-socket.ts';

/** A request on its way. */
export interface WatchedRequest {
  readonly apiKey: number;
  readonly version: number;
  /** All of it from its API key on, unread. */
  readonly bytes: Buffer;
}

/** Hears of each request; gives who reads its answer (from the correlation id on, unread), or null. */
export type RequestListener = (request: WatchedRequest) => ((answer: Buffer) => void) | null;

/** Correlation id, and what the shortest answer that anybody reads begins with. */
const LEAST_ANSWER_BYTES = 4 + 2 + 2;
/** What is read is short; whoever sends more is not listened to. */
const MOST_ANSWER_BYTES = 16 * 1024;
const SIZE_BYTES = 4;
const REQUEST_HEADER_BYTES = SIZE_BYTES + 2 + 2 + 4;

/** @returns a tap; it takes each request as one piece, as kafkajs writes them, and answers in any pieces */
export function watchAnswers(listeners: readonly RequestListener[]): Pick<Tap, 'sent' | 'received'> {
  const readers = new Map<number, (answer: Buffer) => void>();
  const header = Buffer.alloc(SIZE_BYTES);
  let headerFilled = 0;
  let bodyLeft = 0;
  let kept: Buffer[] | null = null;

  const answered = (frame: Buffer): void => {
    const correlationId = frame.readInt32BE(0);
    const read = readers.get(correlationId);
    readers.delete(correlationId);
    read?.(frame);
  };
  /** Takes what belongs to the frame at hand, and says how much that was. */
  const take = (bytes: Buffer): number => {
    if (bodyLeft > 0) {
      const part = bytes.subarray(0, bodyLeft);
      bodyLeft -= part.length;
      kept?.push(part);
      if (bodyLeft === 0 && kept !== null) answered(Buffer.concat(kept));
      return part.length;
    }
    const part = bytes.subarray(0, SIZE_BYTES - headerFilled);
    part.copy(header, headerFilled);
    headerFilled += part.length;
    if (headerFilled === SIZE_BYTES) {
      headerFilled = 0;
      bodyLeft = Math.max(0, header.readInt32BE(0));
      kept = readers.size > 0 && bodyLeft >= LEAST_ANSWER_BYTES && bodyLeft <= MOST_ANSWER_BYTES ? [] : null;
    }
    return part.length;
  };

  return {
    sent(bytes) {
      if (bytes.length < REQUEST_HEADER_BYTES) return;
      const request = {
        apiKey: bytes.readInt16BE(SIZE_BYTES),
        version: bytes.readInt16BE(SIZE_BYTES + 2),
        bytes: bytes.subarray(SIZE_BYTES),
      };
      for (const listener of listeners) {
        const reader = listener(request);
        if (reader !== null) readers.set(bytes.readInt32BE(SIZE_BYTES + 4), reader);
      }
    },
    received(bytes) {
      for (let at = 0; at < bytes.length;) at += take(bytes.subarray(at));
    },
  };
}
