/**
 * Kafka's wire format for the other end: the bounded primitives, keys and error names with which a broker's side of
 * the conversation can be written (the lab's wire engine is one).
 */
export { ApiKeys, apiName } from './api-keys.ts';
export { ErrorCodes, kafkaError } from './error-codes.ts';
export type { KafkaErrorCode } from './error-codes.ts';
export { createFrameReader } from './frames.ts';
export type { FrameReader, TakenBytes } from './frames.ts';
export { Reader } from './reader.ts';
export type { ReaderOptions } from './reader.ts';
export { Writer } from './writer.ts';
