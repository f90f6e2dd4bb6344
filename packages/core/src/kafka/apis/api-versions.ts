import type { Api } from '../api.ts';
import { ApiKeys } from '../api-keys.ts';
import { ErrorCodes } from '../error-codes.ts';
import type { Reader } from '../reader.ts';
import type { ApiRange } from '../types.ts';

/** What a client says of itself, from version 3 on. Letters, digits, `.` and `-` (KIP-511). */
export interface ApiVersionsRequest {
  readonly softwareName: string;
  readonly softwareVersion: string;
}

export interface ApiVersionsResponse {
  readonly errorCode: number;
  /** Empty, or ApiVersions alone, beside an error. */
  readonly ranges: readonly ApiRange[];
}

/** Three INT16; an element of version 3 also ends with its tags. */
const MIN_RANGE_BYTES = 6;

/**
 * Which versions of which APIs the broker speaks. A broker that does not speak the version asked for answers with
 * error 35 in version 0's form, whatever was asked (KIP-511).
 */
export const apiVersions: Api<ApiVersionsRequest, ApiVersionsResponse> = {
  key: ApiKeys.ApiVersions,
  name: 'ApiVersions',
  minVersion: 0,
  maxVersion: 3,
  flexibleFrom: 3,
  classicResponseHeader: true,

  encodeRequest(version, { softwareName, softwareVersion }, writer) {
    if (version < 3) return;
    writer.string(softwareName);
    writer.string(softwareVersion);
    writer.tags();
  },

  decodeResponse(version, reader) {
    const errorCode = reader.int16();
    const form = errorCode === ErrorCodes.UNSUPPORTED_VERSION ? 0 : version;
    reader.flexible = form >= 3;
    const ranges = reader.array(MIN_RANGE_BYTES, () => decodeRange(reader));
    // The throttle time: a conversation of a few requests has no use for it.
    if (form >= 1) reader.int32();
    reader.tags();
    return { errorCode, ranges };
  },
};

function decodeRange(reader: Reader): ApiRange {
  const range = { apiKey: reader.int16(), minVersion: reader.int16(), maxVersion: reader.int16() };
  reader.tags();
  return range;
}
