import { Writer } from '@msk-reach/core/protocol';
import {
  type ApiVersionsAnswer,
  type DescribeGroupsAnswer,
  type FindCoordinatorAnswer,
  isFlexible,
  type MetadataAnswer,
  type SaslAuthenticateAnswer,
  type WireAnswer,
  type WireTopicAnswer,
} from './answers.ts';

const UNSUPPORTED_VERSION = 35;
/** KIP-430: nobody asked. */
const NO_OPERATIONS = -2_147_483_648;

/**
 * The frame of an answer, its length included.
 *
 * @param writer given by a fault that writes otherwise; a fresh one by default
 */
export function encodeAnswer(
  answer: WireAnswer,
  version: number,
  correlationId: number,
  writer: Writer = new Writer(),
): Buffer {
  writer.int32(0);
  writer.int32(correlationId);
  writer.flexible = isFlexible(answer.api, version);
  // The header of ApiVersions keeps its first form in every version (KIP-511).
  if (answer.api !== 'ApiVersions') writer.tags();
  writeBody(answer, version, writer);
  const frame = writer.toBuffer();
  frame.writeInt32BE(frame.length - 4);
  return frame;
}

function writeBody(answer: WireAnswer, version: number, writer: Writer): void {
  switch (answer.api) {
    case 'ApiVersions':
      writeApiVersions(answer, version, writer);
      return;
    case 'SaslHandshake':
      writer.int16(answer.errorCode);
      writer.array(answer.mechanisms, (mechanism) => writer.string(mechanism));
      return;
    case 'SaslAuthenticate':
      writeSaslAuthenticate(answer, version, writer);
      return;
    case 'FindCoordinator':
      writeFindCoordinator(answer, version, writer);
      return;
    case 'DescribeGroups':
      writeDescribeGroups(answer, version, writer);
      return;
    case 'Metadata':
      writeMetadata(answer, version, writer);
  }
}

/** Error 35 is said in version 0's form, whatever was asked. */
function writeApiVersions({ errorCode, ranges }: ApiVersionsAnswer, asked: number, writer: Writer): void {
  const version = errorCode === UNSUPPORTED_VERSION ? 0 : asked;
  writer.flexible = isFlexible('ApiVersions', version);
  writer.int16(errorCode);
  writer.array(ranges, ({ apiKey, minVersion, maxVersion }) => {
    writer.int16(apiKey);
    writer.int16(minVersion);
    writer.int16(maxVersion);
    writer.tags();
  });
  if (version >= 1) writer.int32(0);
  writer.tags();
}

function writeSaslAuthenticate(answer: SaslAuthenticateAnswer, version: number, writer: Writer): void {
  writer.int16(answer.errorCode);
  writer.string(answer.errorMessage);
  writer.bytes(Buffer.alloc(0));
  if (version >= 1) writer.int64(BigInt(answer.sessionLifetimeMs));
  writer.tags();
}

function writeFindCoordinator(
  { errorCode, coordinator }: FindCoordinatorAnswer,
  version: number,
  writer: Writer,
): void {
  if (version >= 1) writer.int32(0);
  writer.int16(errorCode);
  // Kafka says the code's name, or its words: nobody reads them.
  if (version >= 1) writer.string(null);
  writer.int32(coordinator.id);
  writer.string(coordinator.host);
  writer.int32(coordinator.port);
  writer.tags();
}

function writeDescribeGroups({ groups }: DescribeGroupsAnswer, version: number, writer: Writer): void {
  if (version >= 1) writer.int32(0);
  writer.array(groups, ({ errorCode, name, state, authorizedOperations }) => {
    writer.int16(errorCode);
    writer.string(name);
    writer.string(state);
    // The protocol's type and data, then the members: nobody ever joins here.
    writer.string('');
    writer.string('');
    writer.array([], () => undefined);
    if (version >= 3) writer.int32(authorizedOperations ?? NO_OPERATIONS);
    writer.tags();
  });
  writer.tags();
}

function writeMetadata(answer: MetadataAnswer, version: number, writer: Writer): void {
  if (version >= 3) writer.int32(0);
  writer.array(answer.brokers, ({ id, host, port }) => {
    writer.int32(id);
    writer.string(host);
    writer.int32(port);
    // The rack: MSK Serverless tells none.
    if (version >= 1) writer.string(null);
    writer.tags();
  });
  if (version >= 2) writer.string(answer.clusterId);
  if (version >= 1) writer.int32(answer.controllerId);
  const [firstBroker] = answer.brokers;
  writer.array(answer.topics, (topic) => writeTopic(topic, version, firstBroker?.id ?? -1, writer));
  if (version >= 8 && version <= 10) writer.int32(answer.authorizedOperations ?? NO_OPERATIONS);
  if (version >= 13) writer.int16(answer.errorCode);
  writer.tags();
}

function writeTopic(topic: WireTopicAnswer, version: number, leader: number, writer: Writer): void {
  writer.int16(topic.errorCode);
  writer.string(topic.name);
  if (version >= 10) writer.uuid();
  if (version >= 1) writer.boolean(false);
  const partitions = Array.from({ length: topic.partitions }, (_, index) => index);
  writer.array(partitions, (index) => writePartition(index, version, leader, writer));
  if (version >= 8) writer.int32(topic.authorizedOperations ?? NO_OPERATIONS);
  writer.tags();
}

/** One replica, in sync, that leads. */
function writePartition(index: number, version: number, leader: number, writer: Writer): void {
  const ids = (all: readonly number[]): void => writer.array(all, (id) => writer.int32(id));
  writer.int16(0);
  writer.int32(index);
  writer.int32(leader);
  if (version >= 7) writer.int32(0);
  ids([leader]);
  ids([leader]);
  if (version >= 5) ids([]);
  writer.tags();
}
