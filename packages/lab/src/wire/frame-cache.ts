import type { WireAnswer } from './answers.ts';
import { encodeAnswer } from './encode.ts';

/** Answers as frames, those that are the same for every client made once. */
export interface FrameCache {
  encode(answer: WireAnswer, version: number, correlationId: number): Buffer;
  /** Forgets them: a broker came or went. */
  clear(): void;
}

/** A list of thousands of brokers is written once for each version, not for each of thousands of clients. */
export function createFrameCache(): FrameCache {
  const byVersion = new Map<number, Buffer>();
  return {
    encode(answer, version, correlationId) {
      if (!isBrokerList(answer)) return encodeAnswer(answer, version, correlationId);
      const known = byVersion.get(version) ?? encodeAnswer(answer, version, 0);
      byVersion.set(version, known);
      const frame = Buffer.from(known);
      frame.writeInt32BE(correlationId, 4);
      return frame;
    },
    clear: () => byVersion.clear(),
  };
}

/** Brokers and nothing that depends on the question; an error as a whole has no cluster id. */
function isBrokerList(answer: WireAnswer): boolean {
  return (
    answer.api === 'Metadata' &&
    answer.clusterId !== null &&
    answer.topics.length === 0 &&
    answer.authorizedOperations === null
  );
}
