import type { Api } from '../api.ts';
import { ApiKeys } from '../api-keys.ts';
import { ErrorCodes } from '../error-codes.ts';
import type { Reader } from '../reader.ts';
import { printable } from '../text.ts';
import type { BrokerAddress, ClusterMetadata, TopicMetadata } from '../types.ts';

export interface MetadataRequest {
  /** The topics asked about; empty for none. There is no way to ask for all of them. */
  readonly topics: readonly string[];
  readonly includeAuthorizedOperations: boolean;
}

export interface MetadataResponse extends ClusterMetadata {
  /** Of the whole answer, from version 13 on; 0 before. */
  readonly errorCode: number;
}

/** The last version that tells what may be done to the cluster; later ones leave it to DescribeCluster (KIP-700). */
export const LAST_VERSION_WITH_CLUSTER_OPERATIONS = 10;

/** The fewest bytes of one element in any version. */
const MIN_BYTES = { broker: 11, topic: 9, partition: 18, int32: 4 } as const;
/** Longer than any host name (RFC 1035: 253) and topic name (Kafka: 249): what is longer is cut and was no name. */
const MAX_NAME_LENGTH = 255;
/** KIP-430: the operations were not asked for. */
export const NO_OPERATIONS = -2_147_483_648;
const NO_CONTROLLER = -1;

/** The brokers of the cluster, and of a few topics what may be done to them. Never creates a topic. */
export const metadata: Api<MetadataRequest, MetadataResponse> = {
  key: ApiKeys.Metadata,
  name: 'Metadata',
  // Before version 4 a request could create the topics that it asks about.
  minVersion: 4,
  maxVersion: 13,
  flexibleFrom: 9,

  encodeRequest(version, { topics, includeAuthorizedOperations }, writer) {
    writer.array(topics, (name) => {
      if (version >= 10) writer.uuid();
      writer.string(name);
      writer.tags();
    });
    const allowAutoTopicCreation = false;
    writer.boolean(allowAutoTopicCreation);
    if (version >= 8 && version <= LAST_VERSION_WITH_CLUSTER_OPERATIONS) {
      writer.boolean(includeAuthorizedOperations);
    }
    if (version >= 8) writer.boolean(includeAuthorizedOperations);
    writer.tags();
  },

  decodeResponse(version, reader) {
    // The throttle time: a conversation of a few requests has no use for it.
    reader.int32();
    const brokers = reader.array(MIN_BYTES.broker, () => decodeBroker(reader));
    const clusterId = nullablePrintable(reader.nullableString());
    const controllerId = reader.int32();
    const topics = reader.array(MIN_BYTES.topic, () => decodeTopic(version, reader));
    const withOperations = version >= 8 && version <= LAST_VERSION_WITH_CLUSTER_OPERATIONS;
    const clusterAuthorizedOperations = withOperations ? operations(reader.int32()) : null;
    const errorCode = version >= 13 ? reader.int16() : ErrorCodes.NONE;
    reader.tags();
    return {
      errorCode,
      clusterId,
      controllerId: controllerId === NO_CONTROLLER ? null : controllerId,
      brokers,
      topics,
      clusterAuthorizedOperations,
    };
  },
};

function decodeBroker(reader: Reader): BrokerAddress {
  const broker = {
    id: reader.int32(),
    host: printable(reader.string(), MAX_NAME_LENGTH),
    port: reader.int32(),
    rack: nullablePrintable(reader.nullableString()),
  };
  reader.tags();
  return broker;
}

function decodeTopic(version: number, reader: Reader): TopicMetadata {
  const errorCode = reader.int16();
  // A nameless topic (version 12) answers a question by topic id, and those are never asked.
  const name = printable(reader.string(), MAX_NAME_LENGTH);
  if (version >= 10) reader.uuid();
  // Whether it is internal.
  reader.boolean();
  const partitions = reader.array(MIN_BYTES.partition, () => skipPartition(version, reader)).length;
  const authorizedOperations = version >= 8 ? operations(reader.int32()) : null;
  reader.tags();
  return { name, errorCode, partitions, authorizedOperations };
}

/** Error, index, leader, leader epoch, replicas, in-sync and offline ones: nothing of it is looked at. */
function skipPartition(version: number, reader: Reader): void {
  reader.int16();
  reader.int32();
  reader.int32();
  if (version >= 7) reader.int32();
  reader.skipArray(MIN_BYTES.int32);
  reader.skipArray(MIN_BYTES.int32);
  if (version >= 5) reader.skipArray(MIN_BYTES.int32);
  reader.tags();
}

function operations(bits: number): number | null {
  return bits === NO_OPERATIONS ? null : bits;
}

function nullablePrintable(text: string | null): string | null {
  return text === null ? null : printable(text, MAX_NAME_LENGTH);
}
