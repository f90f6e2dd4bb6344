import type { Kafka, logCreator } from 'kafkajs';

/** kafkajs as one side sets it up. */
export interface OpenSide {
  readonly kafka: Kafka;
  /** Tokens asked for so far; null where nobody counts. */
  readonly tokens: () => number | null;
  readonly close: () => Promise<void>;
}

/** Opens a side; what kafkajs logs goes where it is told. */
export type OpenSideBy = (log: logCreator) => Promise<OpenSide>;
