import { apiName, Reader } from '@msk-reach/core/protocol';
import { isFlexible, type WireApi, wireApi } from './answers.ts';

/** What stands before every request. */
export interface RequestHeader {
  readonly key: number;
  readonly name: string;
  /** Undefined for an API that only real Kafka speaks. */
  readonly api: WireApi | undefined;
  readonly version: number;
  readonly correlationId: number;
  readonly clientId: string | null;
}

/** What Metadata asks. */
export interface MetadataQuestion {
  /** null: all of them. */
  readonly topics: readonly string[] | null;
  readonly includeClusterOperations: boolean;
  readonly includeTopicOperations: boolean;
}

const MIN_TOPIC_BYTES = 2;
const MIN_UUID_TOPIC_BYTES = 18;
const MIN_GROUP_BYTES = 1;

/** A reader for one frame. It throws MskReachError `KAFKA_FRAME_INVALID`, as all that read with it do. */
export function requestReader(frame: Buffer): Reader {
  return new Reader(frame, { what: 'request' });
}

/** Reads the header; ApiVersions of a version from the future has one that can still be read (KIP-511). */
export function readHeader(reader: Reader): RequestHeader {
  const key = reader.int16();
  const version = reader.int16();
  const correlationId = reader.int32();
  const clientId = reader.nullableString();
  const api = wireApi(key);
  reader.flexible = api !== undefined && isFlexible(api, version);
  reader.tags();
  return { key, name: apiName(key), api, version, correlationId, clientId };
}

/** What a client may call its software and the version of it (KIP-511). */
const SOFTWARE = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/u;

/** Whether the client says properly what it is. */
export function readApiVersions(version: number, reader: Reader): { readonly valid: boolean } {
  const said = version >= 3 ? [reader.string(), reader.string()] : [];
  reader.tags();
  reader.end();
  return { valid: said.every((text) => SOFTWARE.test(text)) };
}

export function readSaslHandshake(reader: Reader): { readonly mechanism: string } {
  const mechanism = reader.string();
  reader.end();
  return { mechanism };
}

/** The packet of the SASL mechanism. It holds a token: it goes to the validator and nowhere else. */
export function readSaslAuthenticate(reader: Reader): { readonly authBytes: Buffer } {
  const authBytes = reader.bytes();
  reader.tags();
  reader.end();
  return { authBytes };
}

export function readMetadata(version: number, reader: Reader): MetadataQuestion {
  const minBytes = version >= 10 ? MIN_UUID_TOPIC_BYTES : MIN_TOPIC_BYTES;
  const named = reader.nullableArray(minBytes, () => {
    if (version >= 10) reader.uuid();
    const name = reader.string();
    reader.tags();
    return name;
  });
  // Whether topics may be created: here none ever is.
  if (version >= 4) reader.boolean();
  const includeClusterOperations = version >= 8 && version <= 10 && reader.boolean();
  const includeTopicOperations = version >= 8 && reader.boolean();
  reader.tags();
  reader.end();
  const topics = version === 0 && named?.length === 0 ? null : named;
  return { topics, includeClusterOperations, includeTopicOperations };
}

/** The group whose coordinator is asked for. Versions that ask for many at once are not spoken. */
export function readFindCoordinator(version: number, reader: Reader): { readonly group: string } {
  const group = reader.string();
  // The type of the key: groups and transactional ids have their coordinators by the same rule here.
  if (version >= 1) reader.int8();
  reader.tags();
  reader.end();
  return { group };
}

/** What DescribeGroups asks. */
export interface GroupsQuestion {
  readonly groups: readonly string[];
  readonly includeOperations: boolean;
}

export function readDescribeGroups(version: number, reader: Reader): GroupsQuestion {
  const groups = reader.array(MIN_GROUP_BYTES, () => reader.string());
  const includeOperations = version >= 3 && reader.boolean();
  reader.tags();
  reader.end();
  return { groups, includeOperations };
}
