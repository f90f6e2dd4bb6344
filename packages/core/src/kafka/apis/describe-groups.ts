import type { Api } from '../api.ts';
import { ApiKeys } from '../api-keys.ts';
import type { Reader } from '../reader.ts';
import { printable } from '../text.ts';
import type { GroupDescription } from '../types.ts';
import { NO_OPERATIONS } from './metadata.ts';

export interface DescribeGroupsRequest {
  readonly groups: readonly string[];
  /** From version 3 on. */
  readonly includeAuthorizedOperations: boolean;
}

export interface DescribedGroup extends GroupDescription {
  readonly errorCode: number;
  readonly name: string;
}

/** The fewest bytes of one element in any version. */
const MIN_BYTES = { group: 12, member: 5 } as const;
const MAX_NAME_LENGTH = 255;

/**
 * What is known of groups, and what may be done to them. A group that does not exist is `Dead` here, and what may be
 * done to it is told; version 6 would answer an error in its place.
 */
export const describeGroups: Api<DescribeGroupsRequest, { readonly groups: readonly DescribedGroup[] }> = {
  key: ApiKeys.DescribeGroups,
  name: 'DescribeGroups',
  minVersion: 0,
  maxVersion: 5,
  flexibleFrom: 5,

  encodeRequest(version, { groups, includeAuthorizedOperations }, writer) {
    writer.array(groups, (group) => writer.string(group));
    if (version >= 3) writer.boolean(includeAuthorizedOperations);
    writer.tags();
  },

  decodeResponse(version, reader) {
    // The throttle time: a conversation of a few requests has no use for it.
    if (version >= 1) reader.int32();
    const groups = reader.array(MIN_BYTES.group, () => decodeGroup(version, reader));
    reader.tags();
    return { groups };
  },
};

function decodeGroup(version: number, reader: Reader): DescribedGroup {
  const errorCode = reader.int16();
  const name = printable(reader.string(), MAX_NAME_LENGTH);
  const state = printable(reader.string(), MAX_NAME_LENGTH);
  // The protocol's type and its data: nothing of it is looked at, nor of the members.
  reader.string();
  reader.string();
  const members = reader.array(MIN_BYTES.member, () => skipMember(version, reader)).length;
  const bits = version >= 3 ? reader.int32() : NO_OPERATIONS;
  reader.tags();
  return { errorCode, name, state, members, authorizedOperations: bits === NO_OPERATIONS ? null : bits };
}

/** Member id, instance id, client id, host, metadata, assignment. */
function skipMember(version: number, reader: Reader): void {
  reader.string();
  if (version >= 4) reader.nullableString();
  reader.string();
  reader.string();
  reader.bytes();
  reader.bytes();
  reader.tags();
}
