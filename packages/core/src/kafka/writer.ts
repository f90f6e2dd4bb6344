const INITIAL_BYTES = 128;
const NO_UUID = Buffer.alloc(16);

/**
 * Writes Kafka's primitive types. What does not fit a type (a string of more than 32,767 bytes, say) throws a
 * RangeError: it is a mistake of the caller's, not of a peer's.
 *
 * Source: https://kafka.apache.org/protocol#protocol_types, KIP-482.
 *
 * @public
 */
export class Writer {
  /** Whether strings, bytes, arrays and tags from here on are the compact ones of flexible versions (KIP-482). */
  flexible: boolean;
  #bytes: Buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  #at = 0;

  constructor({ flexible = false }: { readonly flexible?: boolean } = {}) {
    this.flexible = flexible;
  }

  int8(value: number): void {
    const at = this.#grow(1);
    this.#bytes.writeInt8(value, at);
  }

  int16(value: number): void {
    const at = this.#grow(2);
    this.#bytes.writeInt16BE(value, at);
  }

  int32(value: number): void {
    const at = this.#grow(4);
    this.#bytes.writeInt32BE(value, at);
  }

  int64(value: bigint): void {
    const at = this.#grow(8);
    this.#bytes.writeBigInt64BE(value, at);
  }

  boolean(value: boolean): void {
    this.int8(value ? 1 : 0);
  }

  /** @param bytes 16 bytes; the zero UUID by default */
  uuid(bytes: Buffer = NO_UUID): void {
    if (bytes.length !== NO_UUID.length) throw new RangeError('a UUID has 16 bytes');
    this.raw(bytes);
  }

  uvarint(value: number): void {
    if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) throw new RangeError('not a uint32');
    let rest = value;
    while (rest > 0x7f) {
      this.#uint8((rest & 0x7f) | 0x80);
      rest = Math.floor(rest / 128);
    }
    this.#uint8(rest);
  }

  string(value: string | null): void {
    const bytes = value === null ? null : Buffer.from(value, 'utf8');
    if (this.flexible) this.uvarint((bytes?.length ?? -1) + 1);
    else this.int16(bytes?.length ?? -1);
    if (bytes !== null) this.raw(bytes);
  }

  bytes(value: Buffer | null): void {
    this.#size(value?.length ?? -1);
    if (value !== null) this.raw(value);
  }

  array<T>(items: readonly T[] | null, write: (item: T) => void): void {
    this.#size(items?.length ?? -1);
    for (const item of items ?? []) write(item);
  }

  /** Ends a structure of a flexible version: no tagged fields. Nothing otherwise. */
  tags(): void {
    if (this.flexible) this.uvarint(0);
  }

  /** The bytes as they are. */
  raw(bytes: Buffer): void {
    const start = this.#grow(bytes.length);
    bytes.copy(this.#bytes, start);
  }

  /** What was written so far. */
  toBuffer(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#at));
  }

  #uint8(value: number): void {
    const at = this.#grow(1);
    this.#bytes.writeUInt8(value, at);
  }

  #size(length: number): void {
    if (this.flexible) this.uvarint(length + 1);
    else this.int32(length);
  }

  /** Makes room and returns where it starts; `#bytes` may be another buffer afterwards. */
  #grow(length: number): number {
    const start = this.#at;
    this.#at += length;
    if (this.#at > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#at, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, start);
      this.#bytes = larger;
    }
    return start;
  }
}
