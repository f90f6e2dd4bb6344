/** Sequence numbers kept together. */
const CHUNK = 8_192;

interface Chunk {
  readonly acknowledged: Uint8Array;
  readonly consumed: Uint8Array;
  /** Numbers of which both are true. */
  settled: number;
}

/**
 * Which messages were acknowledged and which were consumed, by partition and sequence number: two bits for each, and
 * nothing once a whole chunk is settled. So its memory does not grow with the messages.
 */
export class Ledger {
  readonly #partitions: readonly Map<number, Chunk>[];
  readonly #whole: readonly Set<number>[];
  readonly #lanes: number[];
  #consumed = 0;

  constructor(partitions: number) {
    this.#partitions = Array.from({ length: partitions }, () => new Map<number, Chunk>());
    this.#whole = Array.from({ length: partitions }, () => new Set<number>());
    this.#lanes = Array.from({ length: partitions }, () => 0);
  }

  /** The broker has so many messages, from this sequence number on. */
  acknowledge(partition: number, first: number, count: number): void {
    for (let sequence = first; sequence < first + count; sequence += 1) {
      if (this.#mark(partition, sequence, 'acknowledged')) this.#lanes[partition] = this.lane(partition) + 1;
    }
  }

  /** A message came; it may come more than once. */
  consume(partition: number, sequence: number): void {
    if (this.#mark(partition, sequence, 'consumed')) this.#consumed += 1;
  }

  get acknowledged(): number {
    return this.#lanes.reduce((sum, count) => sum + count, 0);
  }

  /** Different messages. */
  get consumed(): number {
    return this.#consumed;
  }

  /** Acknowledged messages of each partition. */
  get lanes(): readonly number[] {
    return [...this.#lanes];
  }

  lane(partition: number): number {
    return this.#lanes[partition] ?? 0;
  }

  /** How many are acknowledged and not consumed, and where the first few of them are. */
  open(most = 5): { readonly count: number; readonly where: readonly string[] } {
    let count = 0;
    const where: string[] = [];
    for (const [partition, chunks] of this.#partitions.entries()) {
      for (const [number, chunk] of chunks) {
        for (let index = 0; index < CHUNK; index += 1) {
          if (!has(chunk.acknowledged, index) || has(chunk.consumed, index)) continue;
          count += 1;
          if (where.length < most) where.push(`partition ${partition} message ${number * CHUNK + index}`);
        }
      }
    }
    return { count, where };
  }

  /** @returns whether it was not marked before */
  #mark(partition: number, sequence: number, as: 'acknowledged' | 'consumed'): boolean {
    const number = Math.floor(sequence / CHUNK);
    const chunks = this.#partitions[partition];
    if (chunks === undefined || this.#whole[partition]?.has(number) === true) return false;
    const chunk = chunks.get(number) ?? emptyChunk();
    chunks.set(number, chunk);
    const index = sequence % CHUNK;
    if (has(chunk[as], index)) return false;
    add(chunk[as], index);
    if (has(chunk.acknowledged, index) && has(chunk.consumed, index)) chunk.settled += 1;
    if (chunk.settled === CHUNK) {
      chunks.delete(number);
      this.#whole[partition]?.add(number);
    }
    return true;
  }
}

function emptyChunk(): Chunk {
  return { acknowledged: new Uint8Array(CHUNK / 8), consumed: new Uint8Array(CHUNK / 8), settled: 0 };
}

function has(bits: Uint8Array, index: number): boolean {
  return ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
}

function add(bits: Uint8Array, index: number): void {
  bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
}
