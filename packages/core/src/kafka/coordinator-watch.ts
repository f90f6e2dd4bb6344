/**
 * Reads along when a coordinator is asked for: kafkajs passes over what each broker answers, and says of a denial only
 * that nobody would name one (2.2.4, cluster/brokerPool.js).
 */
import type { RequestListener } from './answer-watch.ts';
import { ApiKeys } from './api-keys.ts';

/** Who is coordinated: a consumer group, or a producer's transactions. */
export type Coordinated = 'group' | 'transactionalId';

/** API key, version, correlation id. */
const CLIENT_ID_AT = 2 + 2 + 4;
/** From here on the encoding is another; kafkajs stays below. */
const FLEXIBLE_VERSION = 3;

/** @param answered hears a broker's error code for each, 0 where it named a coordinator */
export function watchCoordinators(
  answered: (kind: Coordinated, name: string, errorCode: number) => void,
): RequestListener {
  return ({ apiKey, version, bytes }) => {
    if (apiKey !== ApiKeys.FindCoordinator || version >= FLEXIBLE_VERSION) return null;
    const asked = askedFor(bytes, version);
    if (asked === null) return null;
    // The throttle time comes before it.
    const errorAt = version === 0 ? 4 : 8;
    return (answer) => {
      if (answer.length >= errorAt + 2) answered(asked.kind, asked.name, answer.readInt16BE(errorAt));
    };
  };
}

/** client_id NULLABLE_STRING, key STRING, from version 1 on key_type INT8. */
function askedFor(
  bytes: Buffer,
  version: number,
): { readonly kind: Coordinated; readonly name: string } | null {
  const keyAt =
    CLIENT_ID_AT + 2 + Math.max(0, bytes.length < CLIENT_ID_AT + 2 ? 0 : bytes.readInt16BE(CLIENT_ID_AT));
  if (keyAt + 2 > bytes.length) return null;
  const end = keyAt + 2 + Math.max(0, bytes.readInt16BE(keyAt));
  if (end + (version === 0 ? 0 : 1) > bytes.length) return null;
  const kind = version > 0 && bytes.readInt8(end) === 1 ? 'transactionalId' : 'group';
  return { kind, name: bytes.toString('utf8', keyAt + 2, end) };
}
