import type { Api } from '../api.ts';
import { ApiKeys } from '../api-keys.ts';

export interface SaslAuthenticateResponse {
  readonly errorCode: number;
  /** As the broker wrote it: bound and clean it before it goes anywhere. */
  readonly errorMessage: string | null;
  /** The mechanism's own answer, a view into the frame. */
  readonly authBytes: Buffer;
  /** 0 when the session does not end. */
  readonly sessionLifetimeMs: number;
}

/** Carries the packets of the SASL mechanism. */
export const saslAuthenticate: Api<{ readonly authBytes: Buffer }, SaslAuthenticateResponse> = {
  key: ApiKeys.SaslAuthenticate,
  name: 'SaslAuthenticate',
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 2,

  encodeRequest(_version, { authBytes }, writer) {
    writer.bytes(authBytes);
    writer.tags();
  },

  decodeResponse(version, reader) {
    const errorCode = reader.int16();
    const errorMessage = reader.nullableString();
    const authBytes = reader.bytes();
    const lifetime = version >= 1 ? reader.int64() : 0n;
    reader.tags();
    if (lifetime < 0n || lifetime > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw reader.invalid(`a session lifetime of ${lifetime} ms`);
    }
    return { errorCode, errorMessage, authBytes, sessionLifetimeMs: Number(lifetime) };
  },
};
