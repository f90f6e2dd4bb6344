import type { Message } from 'kafkajs';

const BYTES = 100;

/** Messages of one partition, numbered from `first` on. */
export function messages(partition: number, first: number, count: number): Message[] {
  return Array.from({ length: count }, (_, index) => ({ partition, value: valueOf(first + index) }));
}

function valueOf(sequence: number): Buffer {
  const value = Buffer.alloc(BYTES, '.');
  value.write(`${sequence} `);
  return value;
}

/** The number of a message; null for one that is not of the soak. */
export function sequenceOf(value: Buffer | null): number | null {
  const found = /^\d+/u.exec(value?.toString('latin1', 0, 16) ?? '');
  return found === null ? null : Number(found[0]);
}
