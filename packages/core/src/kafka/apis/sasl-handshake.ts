import type { Api } from '../api.ts';
import { ApiKeys } from '../api-keys.ts';
import { printable } from '../text.ts';

export interface SaslHandshakeResponse {
  readonly errorCode: number;
  /** What the broker offers. */
  readonly mechanisms: readonly string[];
}

const MIN_MECHANISM_BYTES = 2;
/** RFC 4422, 3.1: a mechanism's name has at most 20 characters. */
const MAX_MECHANISM_LENGTH = 20;

/**
 * Names the SASL mechanism. Version 0 would be followed by bare SASL packets; this client speaks only 1, which is
 * followed by SaslAuthenticate.
 */
export const saslHandshake: Api<{ readonly mechanism: string }, SaslHandshakeResponse> = {
  key: ApiKeys.SaslHandshake,
  name: 'SaslHandshake',
  minVersion: 1,
  maxVersion: 1,
  flexibleFrom: Infinity,

  encodeRequest(_version, { mechanism }, writer) {
    writer.string(mechanism);
  },

  decodeResponse(_version, reader) {
    const errorCode = reader.int16();
    const mechanisms = reader.array(MIN_MECHANISM_BYTES, () =>
      printable(reader.string(), MAX_MECHANISM_LENGTH),
    );
    return { errorCode, mechanisms };
  },
};
