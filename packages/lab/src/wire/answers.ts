import { ApiKeys } from '@msk-reach/core/protocol';

/** A range of versions that a broker offers. @public */
export interface WireRange {
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
}

/** A broker as Metadata names it. @public */
export interface WireAddress {
  readonly id: number;
  readonly host: string;
  /** An INT32 on the wire: 0 and 65536 can be said too. */
  readonly port: number;
}

/** A topic as Metadata names it. @public */
export interface WireTopicAnswer {
  readonly errorCode: number;
  readonly name: string;
  readonly partitions: number;
  /** Bit field of KIP-430; null when nobody asked. */
  readonly authorizedOperations: number | null;
}

/** What is answered to ApiVersions. @public */
export interface ApiVersionsAnswer {
  readonly api: 'ApiVersions';
  readonly errorCode: number;
  readonly ranges: readonly WireRange[];
}

/** What is answered to SaslHandshake. @public */
export interface SaslHandshakeAnswer {
  readonly api: 'SaslHandshake';
  readonly errorCode: number;
  readonly mechanisms: readonly string[];
}

/** What is answered to SaslAuthenticate. @public */
export interface SaslAuthenticateAnswer {
  readonly api: 'SaslAuthenticate';
  readonly errorCode: number;
  /** Empty where all is well, as Kafka has it. */
  readonly errorMessage: string;
  readonly sessionLifetimeMs: number;
}

/** What is answered to Metadata. @public */
export interface MetadataAnswer {
  readonly api: 'Metadata';
  /** Of the whole answer; said from version 13 on. */
  readonly errorCode: number;
  /** null where the answer is an error as a whole. */
  readonly clusterId: string | null;
  readonly controllerId: number;
  readonly brokers: readonly WireAddress[];
  readonly topics: readonly WireTopicAnswer[];
  /** Bit field of KIP-430; null when nobody asked. */
  readonly authorizedOperations: number | null;
}

/** What is answered to FindCoordinator. @public */
export interface FindCoordinatorAnswer {
  readonly api: 'FindCoordinator';
  readonly errorCode: number;
  readonly coordinator: WireAddress;
}

/** A group as DescribeGroups describes it. @public */
export interface WireGroupAnswer {
  readonly errorCode: number;
  readonly name: string;
  readonly state: string;
  /** Bit field of KIP-430; null when nobody asked. */
  readonly authorizedOperations: number | null;
}

/** What is answered to DescribeGroups. @public */
export interface DescribeGroupsAnswer {
  readonly api: 'DescribeGroups';
  readonly groups: readonly WireGroupAnswer[];
}

/** Anything that is answered, before it is bytes. @public */
export type WireAnswer =
  | ApiVersionsAnswer
  | SaslHandshakeAnswer
  | SaslAuthenticateAnswer
  | MetadataAnswer
  | FindCoordinatorAnswer
  | DescribeGroupsAnswer;

/** The APIs that are spoken. @public */
export type WireApi = WireAnswer['api'];

/** The first flexible version of each (KIP-482). */
const FLEXIBLE_FROM: Readonly<Record<WireApi, number>> = {
  ApiVersions: 3,
  SaslHandshake: Infinity,
  SaslAuthenticate: 2,
  Metadata: 9,
  FindCoordinator: 3,
  DescribeGroups: 5,
};

const BY_KEY: ReadonlyMap<number, WireApi> = new Map(
  Object.entries(ApiKeys).map(([name, key]) => [key, name as WireApi]),
);

/** The API of a key; undefined for one that only real Kafka speaks. */
export function wireApi(key: number): WireApi | undefined {
  return BY_KEY.get(key);
}

/** Whether messages of that version are flexible. */
export function isFlexible(api: WireApi, version: number): boolean {
  return version >= FLEXIBLE_FROM[api];
}
