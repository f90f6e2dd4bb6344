import type { Api } from '../api.ts';
import { ApiKeys } from '../api-keys.ts';
import { printable } from '../text.ts';
import type { Coordinator } from '../types.ts';

export interface FindCoordinatorResponse extends Coordinator {
  readonly errorCode: number;
}

/** The key is a group's id, not a transactional one. */
const GROUP = 0;
/** Longer than any host name (RFC 1035: 253): what is longer is cut and was no name. */
const MAX_NAME_LENGTH = 255;

/** The broker that looks after a group. From version 4 on it is asked for many at once, for which there is no need. */
export const findCoordinator: Api<{ readonly group: string }, FindCoordinatorResponse> = {
  key: ApiKeys.FindCoordinator,
  name: 'FindCoordinator',
  minVersion: 0,
  maxVersion: 3,
  flexibleFrom: 3,

  encodeRequest(version, { group }, writer) {
    writer.string(group);
    if (version >= 1) writer.int8(GROUP);
    writer.tags();
  },

  decodeResponse(version, reader) {
    // The throttle time: a conversation of a few requests has no use for it.
    if (version >= 1) reader.int32();
    const errorCode = reader.int16();
    // A message that says no more than the code.
    if (version >= 1) reader.nullableString();
    const id = reader.int32();
    const host = printable(reader.string(), MAX_NAME_LENGTH);
    const port = reader.int32();
    reader.tags();
    return { errorCode, id, host, port };
  },
};
