import { MskReachError } from '../errors.ts';

/** Throws on bytes that are no UTF-8, keeps a byte order mark as what it is. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** A varint of 32 bits has at most five bytes, and the fifth only four bits (KIP-482). */
const MAX_VARINT_BYTES = 5;
const LAST_VARINT_BITS = 0x0f;
/** A tagged field is at least its tag and its size. */
const MIN_TAGGED_FIELD_BYTES = 2;
const UUID_BYTES = 16;

/** How a {@link Reader} starts. @public */
export interface ReaderOptions {
  /** What is being read, for errors: `Metadata`. */
  readonly what: string;
  /** @default false */
  readonly flexible?: boolean;
}

/**
 * Reads Kafka's primitive types from one frame, and never past its end: every length and count is compared with the
 * bytes that are left before anything is allocated.
 *
 * Every method throws MskReachError `KAFKA_FRAME_INVALID` with `details` { api, at, length } where the bytes do not
 * hold what was asked for. Source: https://kafka.apache.org/protocol#protocol_types, KIP-482.
 *
 * @public
 */
export class Reader {
  /** Whether strings, bytes, arrays and tags from here on are the compact ones of flexible versions (KIP-482). */
  flexible: boolean;
  readonly #bytes: Buffer;
  readonly #what: string;
  #at = 0;

  constructor(bytes: Buffer, { what, flexible = false }: ReaderOptions) {
    this.#bytes = bytes;
    this.#what = what;
    this.flexible = flexible;
  }

  /** How many bytes are left. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  int8(): number {
    return this.#bytes.readInt8(this.#take(1));
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#take(2));
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#take(4));
  }

  int64(): bigint {
    return this.#bytes.readBigInt64BE(this.#take(8));
  }

  /** Any byte but 0 is true, as in Kafka's own reader. */
  boolean(): boolean {
    return this.int8() !== 0;
  }

  /** The 16 bytes of a UUID, as a view into the frame. */
  uuid(): Buffer {
    return this.#view(UUID_BYTES);
  }

  /** An unsigned varint of 32 bits. */
  uvarint(): number {
    let value = 0;
    for (let index = 0; index < MAX_VARINT_BYTES; index++) {
      const byte = this.#bytes.readUInt8(this.#take(1));
      const bits = byte & 0x7f;
      if (index === MAX_VARINT_BYTES - 1 && byte > LAST_VARINT_BITS) break;
      value += bits * 2 ** (7 * index);
      if (byte < 0x80) return value;
    }
    throw this.#invalid('a varint of more than 32 bits');
  }

  string(): string {
    return this.nullableString() ?? this.#null('a string');
  }

  nullableString(): string | null {
    const length = this.flexible ? this.uvarint() - 1 : this.int16();
    const bytes = this.#sized(length, 'string');
    if (bytes === null) return null;
    try {
      return utf8.decode(bytes);
    } catch (cause) {
      throw this.#invalid('a string that is not UTF-8', cause);
    }
  }

  /** A view into the frame. */
  bytes(): Buffer {
    return this.nullableBytes() ?? this.#null('a byte field');
  }

  nullableBytes(): Buffer | null {
    return this.#sized(this.flexible ? this.uvarint() - 1 : this.int32(), 'byte field');
  }

  /**
   * @param minBytesEach the fewest bytes that one element can have: more elements than fit are refused at once
   * @param read         reads one element
   */
  array<T>(minBytesEach: number, read: () => T): T[] {
    return this.nullableArray(minBytesEach, read) ?? this.#null('an array');
  }

  nullableArray<T>(minBytesEach: number, read: () => T): T[] | null {
    const count = this.#count(minBytesEach);
    if (count < 0) return null;
    const items: T[] = [];
    for (let index = 0; index < count; index++) items.push(read());
    return items;
  }

  /** Skips an array of elements of one fixed size and returns how many there were. */
  skipArray(bytesEach: number): number {
    const count = this.#count(bytesEach);
    if (count < 0) return this.#null('an array');
    this.#take(count * bytesEach);
    return count;
  }

  /** Skips the tagged fields that end every structure of a flexible version; nothing otherwise. */
  tags(): void {
    if (!this.flexible) return;
    const count = this.uvarint();
    if (count * MIN_TAGGED_FIELD_BYTES > this.left) throw this.#invalid(`${count} tagged fields announced`);
    for (let index = 0; index < count; index++) {
      this.uvarint();
      this.#sized(this.uvarint(), 'tagged field');
    }
  }

  /** Says that the frame must end here. */
  end(): void {
    if (this.left > 0) throw this.#invalid(`${this.left} bytes more than the message has`);
  }

  /** The error of a value that was read and cannot be. */
  invalid(problem: string): MskReachError {
    return this.#invalid(problem);
  }

  #count(minBytesEach: number): number {
    const count = this.flexible ? this.uvarint() - 1 : this.int32();
    if (count < -1 || count * minBytesEach > this.left) {
      throw this.#invalid(`an array of ${count} elements announced`);
    }
    return count;
  }

  #sized(length: number, type: string): Buffer | null {
    if (length === -1) return null;
    if (length < 0 || length > this.left) throw this.#invalid(`a ${type} of ${length} bytes announced`);
    return this.#view(length);
  }

  #view(length: number): Buffer {
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  #take(length: number): number {
    if (length > this.left) throw this.#invalid(`${length} bytes expected`);
    const start = this.#at;
    this.#at += length;
    return start;
  }

  #null(type: string): never {
    throw this.#invalid(`null instead of ${type}`);
  }

  #invalid(problem: string, cause?: unknown): MskReachError {
    const at = this.#at;
    const message = `${this.#what}: the answer is malformed: ${problem} at byte ${at}, ${this.left} bytes left`;
    return new MskReachError('KAFKA_FRAME_INVALID', message, {
      cause,
      details: { api: this.#what, problem, at, length: this.#bytes.length },
    });
  }
}
