/** What brokers say, decoded. */

/** One API's range of versions, as a broker offers it. @public */
export interface ApiRange {
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
}

/** One broker as Metadata names it; nothing in it is to be trusted yet. @public */
export interface BrokerAddress {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

/** A topic as Metadata names it. @public */
export interface TopicMetadata {
  readonly name: string;
  /** Broker error code, 0 for none. */
  readonly errorCode: number;
  readonly partitions: number;
  /** Bit field of KIP-430, null where the version has none. */
  readonly authorizedOperations: number | null;
}

/** The cluster as one broker sees it. @public */
export interface ClusterMetadata {
  readonly clusterId: string | null;
  readonly controllerId: number | null;
  readonly brokers: readonly BrokerAddress[];
  readonly topics: readonly TopicMetadata[];
  /** Bit field of KIP-430, null where the version has none or it was not asked for. */
  readonly clusterAuthorizedOperations: number | null;
}

/** The broker that looks after a group; nothing in it is to be trusted yet. @public */
export interface Coordinator {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

/** A consumer group as its coordinator describes it. @public */
export interface GroupDescription {
  /** `Dead` for one that does not exist. */
  readonly state: string;
  readonly members: number;
  /** Bit field of KIP-430, null where the version has none. */
  readonly authorizedOperations: number | null;
}
