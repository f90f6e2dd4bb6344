/**
 * Reads along on a connection's logins: whether one is under way, and how long a session the broker grants.
 *
 * kafkajs keeps that to itself, and re-authenticates ten seconds before the end: within a shorter session at every
 * request. Whoever knows the length can tell it better.
 */
import type { RequestListener } from './answer-watch.ts';
import { ApiKeys } from './api-keys.ts';
import { ErrorCodes } from './error-codes.ts';

/** What a connection's logins tell. */
export interface LoginEvents {
  /** A login was accepted, for so many milliseconds; 0: no limit. */
  readonly granted: (ms: number) => void;
  /** The broker takes no login here now: it has one re-authentication a second (KIP-368). */
  readonly outOfTurn: () => void;
}

/** The logins of one connection. */
export interface LoginWatch {
  readonly listener: RequestListener;
  /** Whether a login has begun whose token was not sent yet: the broker takes nothing else until it is. */
  readonly underWay: () => boolean;
}

/** Correlation id, error code, message length: all that stands before the message. */
const MESSAGE_AT = 4 + 2 + 2;
/** The first version with a session lifetime in its answer. */
const LEAST_VERSION = 1;
/** From here on the encoding is another. */
const FLEXIBLE_VERSION = 2;

/** @param events hears of them */
export function watchLogin({ granted, outOfTurn }: LoginEvents): LoginWatch {
  let underWay = false;
  const handshaken = (answer: Buffer): void => {
    if (answer.readInt16BE(4) === ErrorCodes.ILLEGAL_SASL_STATE) outOfTurn();
  };
  const authenticated = (answer: Buffer): void => {
    if (answer.readInt16BE(4) !== ErrorCodes.NONE) return;
    const lifetime = lifetimeIn(answer);
    if (lifetime !== null) granted(lifetime);
  };
  return {
    listener: ({ apiKey, version }) => {
      if (apiKey === ApiKeys.SaslHandshake) {
        underWay = true;
        return handshaken;
      }
      if (apiKey !== ApiKeys.SaslAuthenticate) return null;
      underWay = false;
      return version >= LEAST_VERSION && version < FLEXIBLE_VERSION ? authenticated : null;
    },
    underWay: () => underWay,
  };
}

/** error_code INT16, error_message NULLABLE_STRING, auth_bytes BYTES, session_lifetime_ms INT64. */
function lifetimeIn(answer: Buffer): number | null {
  const bytesAt = MESSAGE_AT + Math.max(0, answer.readInt16BE(6));
  if (bytesAt + 4 > answer.length) return null;
  const lifetimeAt = bytesAt + 4 + Math.max(0, answer.readInt32BE(bytesAt));
  if (lifetimeAt + 8 > answer.length) return null;
  const lifetime = answer.readBigInt64BE(lifetimeAt);
  return lifetime >= 0n && lifetime <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(lifetime) : null;
}
