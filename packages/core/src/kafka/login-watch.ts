/**
 * Reads along on a connection that somebody else speaks on: whether a login is under way, and how long a session the
 * broker grants.
 *
 * kafkajs keeps that to itself, and re-authenticates ten seconds before the end: within a shorter session at every
 * request. Whoever knows the length can tell it better.
 */
import type { Tap } from '../net/late-socket.ts';
import { ApiKeys } from './api-keys.ts';
import { ErrorCodes } from './error-codes.ts';

/** The logins of one connection. */
export interface LoginWatch extends Pick<Tap, 'sent' | 'received'> {
  /** Whether a login has begun whose token was not sent yet: the broker takes nothing else until it is. */
  readonly underWay: () => boolean;
}

/** What a connection's logins tell. */
export interface LoginEvents {
  /** A login was accepted, for so many milliseconds; 0: no limit. */
  readonly granted: (ms: number) => void;
  /** The broker takes no login here now: it has one re-authentication a second (KIP-368). */
  readonly outOfTurn: () => void;
}

/** Correlation id, error code, message length: all that stands before the message. */
const LEAST_ANSWER_BYTES = 4 + 2 + 2;
/** A refusal's words and the mechanism's bytes are short; whoever sends more is not listened to. */
const MOST_ANSWER_BYTES = 16 * 1024;
const SIZE_BYTES = 4;
const REQUEST_HEADER_BYTES = SIZE_BYTES + 2 + 2 + 4;
/** The first version with a session lifetime in its answer. */
const LEAST_VERSION = 1;
/** From here on the encoding is another. */
const FLEXIBLE_VERSION = 2;

/**
 * @param events hears of them
 * @returns a tap; it takes each request as one piece, as kafkajs writes them, and answers in any pieces
 */
export function watchLogin(events: LoginEvents): LoginWatch {
  let underWay = false;
  const asked: Asked = new Map();
  const header = Buffer.alloc(SIZE_BYTES);
  let headerFilled = 0;
  let bodyLeft = 0;
  let kept: Buffer[] | null = null;

  /** Takes what belongs to the frame at hand, and says how much that was. */
  const take = (bytes: Buffer): number => {
    if (bodyLeft > 0) {
      const part = bytes.subarray(0, bodyLeft);
      bodyLeft -= part.length;
      kept?.push(part);
      if (bodyLeft === 0 && kept !== null) answered(Buffer.concat(kept), asked, events);
      return part.length;
    }
    const part = bytes.subarray(0, SIZE_BYTES - headerFilled);
    part.copy(header, headerFilled);
    headerFilled += part.length;
    if (headerFilled === SIZE_BYTES) {
      headerFilled = 0;
      bodyLeft = Math.max(0, header.readInt32BE(0));
      kept = asked.size > 0 && bodyLeft >= LEAST_ANSWER_BYTES && bodyLeft <= MOST_ANSWER_BYTES ? [] : null;
    }
    return part.length;
  };

  return {
    sent(bytes) {
      if (bytes.length < REQUEST_HEADER_BYTES) return;
      const apiKey = bytes.readInt16BE(SIZE_BYTES);
      const correlationId = bytes.readInt32BE(SIZE_BYTES + 4);
      if (apiKey === ApiKeys.SaslHandshake) {
        underWay = true;
        asked.set(correlationId, 'handshake');
      }
      if (apiKey !== ApiKeys.SaslAuthenticate) return;
      underWay = false;
      const version = bytes.readInt16BE(SIZE_BYTES + 2);
      if (version >= LEAST_VERSION && version < FLEXIBLE_VERSION) asked.set(correlationId, 'token');
    },
    received(bytes) {
      for (let at = 0; at < bytes.length;) at += take(bytes.subarray(at));
    },
    underWay: () => underWay,
  };
}

/** By correlation id. */
type Asked = Map<number, 'handshake' | 'token'>;

function answered(frame: Buffer, asked: Asked, { granted, outOfTurn }: LoginEvents): void {
  const correlationId = frame.readInt32BE(0);
  const what = asked.get(correlationId);
  asked.delete(correlationId);
  const errorCode = frame.readInt16BE(4);
  if (what === 'handshake' && errorCode === ErrorCodes.ILLEGAL_SASL_STATE) outOfTurn();
  if (what !== 'token' || errorCode !== 0) return;
  const lifetime = lifetimeIn(frame);
  if (lifetime !== null) granted(lifetime);
}

/** error_code INT16, error_message NULLABLE_STRING, auth_bytes BYTES, session_lifetime_ms INT64. */
function lifetimeIn(frame: Buffer): number | null {
  const message = Math.max(0, frame.readInt16BE(6));
  const bytesAt = LEAST_ANSWER_BYTES + message;
  if (bytesAt + 4 > frame.length) return null;
  const lifetimeAt = bytesAt + 4 + Math.max(0, frame.readInt32BE(bytesAt));
  if (lifetimeAt + 8 > frame.length) return null;
  const lifetime = frame.readBigInt64BE(lifetimeAt);
  return lifetime >= 0n && lifetime <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(lifetime) : null;
}
