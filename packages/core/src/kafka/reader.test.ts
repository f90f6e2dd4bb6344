import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

const reader = (bytes: readonly number[] | Buffer, flexible = false): Reader =>
  new Reader(Buffer.from(bytes as Buffer), { what: 'Test', flexible });
const refused = (problem: RegExp): unknown =>
  expect.objectContaining({ code: 'KAFKA_FRAME_INVALID', message: expect.stringMatching(problem) as string });

test('what is written is read, classic and flexible', () => {
  const value = fc.record({
    flexible: fc.boolean(),
    int8: fc.integer({ min: -128, max: 127 }),
    int16: fc.integer({ min: -32_768, max: 32_767 }),
    int32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    uvarint: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    flag: fc.boolean(),
    text: fc.option(fc.string({ unit: 'grapheme' })),
    bytes: fc.option(fc.uint8Array()),
    items: fc.option(fc.array(fc.string())),
  });
  fc.assert(
    fc.property(value, (v) => {
      const bytes = v.bytes === null ? null : Buffer.from(v.bytes);
      const w = new Writer({ flexible: v.flexible });
      w.int8(v.int8);
      w.int16(v.int16);
      w.int32(v.int32);
      w.int64(v.int64);
      w.uvarint(v.uvarint);
      w.boolean(v.flag);
      w.string(v.text);
      w.bytes(bytes);
      w.array(v.items, (item) => w.string(item));
      w.uuid();
      w.tags();
      const r = reader(w.toBuffer(), v.flexible);
      expect([r.int8(), r.int16(), r.int32(), r.int64(), r.uvarint()]).toEqual([
        v.int8,
        v.int16,
        v.int32,
        v.int64,
        v.uvarint,
      ]);
      expect(r.boolean()).toBe(v.flag);
      expect(r.nullableString()).toBe(v.text);
      expect(r.nullableBytes()).toEqual(bytes);
      expect(r.nullableArray(1, () => r.string())).toEqual(v.items);
      expect(r.uuid()).toEqual(Buffer.alloc(16));
      r.tags();
      r.end();
    }),
  );
});

test('a count over the bytes left is refused before one element is read', () => {
  const never = (): never => {
    throw new Error('read an element');
  };
  expect(() => reader([0x7f, 0xff, 0xff, 0xff]).array(1, never)).toThrow(refused(/2147483647 elements/u));
  expect(() => reader([0, 0, 0, 3, 1, 2, 3, 4, 5]).array(2, never)).toThrow(refused(/3 elements/u));
  expect(() => reader([0xff, 0xff, 0xff, 0xff, 0x0f], true).array(1, never)).toThrow(refused(/4294967294/u));
  expect(() => reader([0xff, 0xff, 0xff, 0xfe]).array(1, never)).toThrow(refused(/-2 elements/u));
  expect(() => reader([0x40, 0, 0, 0]).skipArray(4)).toThrow(refused(/elements/u));
});

test('sizes out of bounds are refused', () => {
  expect(() => reader([0x7f, 0xff, 65]).string()).toThrow(refused(/string of 32767 bytes/u));
  expect(() => reader([0x80, 0x00]).string()).toThrow(refused(/string of -32768 bytes/u));
  expect(() => reader([0x7f, 0xff, 0xff, 0xff]).bytes()).toThrow(refused(/byte field of 2147483647/u));
  expect(() => reader([0x05, 65], true).string()).toThrow(refused(/string of 4 bytes/u));
});

test('null where nothing may be null is refused', () => {
  expect(() => reader([0xff, 0xff]).string()).toThrow(refused(/null instead of a string/u));
  expect(() => reader([0xff, 0xff, 0xff, 0xff]).bytes()).toThrow(refused(/null instead of a byte field/u));
  expect(() => reader([0], true).array(1, () => 0)).toThrow(refused(/null instead of an array/u));
  expect(() => reader([0], true).skipArray(4)).toThrow(refused(/null instead of an array/u));
});

test('a varint has at most 32 bits', () => {
  expect(reader([0xff, 0xff, 0xff, 0xff, 0x0f]).uvarint()).toBe(2 ** 32 - 1);
  for (const bytes of [
    [0xff, 0xff, 0xff, 0xff, 0x10],
    [0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
  ]) {
    expect(() => reader(bytes).uvarint()).toThrow(refused(/more than 32 bits/u));
  }
});

test('bytes that are no UTF-8 are refused', () => {
  for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80]]) {
    expect(() => reader([0, bytes.length, ...bytes]).string()).toThrow(refused(/not UTF-8/u));
  }
});

test('tagged fields are skipped within the frame and nowhere else', () => {
  const r = reader([2, 0, 1, 0xaa, 9, 0, 0x2a], true);
  r.tags();
  expect(r.int8()).toBe(0x2a);
  expect(() => reader([0xff, 0xff, 0xff, 0xff, 0x0f, 0], true).tags()).toThrow(
    refused(/tagged fields announced/u),
  );
  expect(() => reader([1, 0, 5, 0], true).tags()).toThrow(refused(/tagged field of 5 bytes/u));
});

test('what does not fit its type is a mistake of the writer', () => {
  expect(() => new Writer().string('x'.repeat(32_768))).toThrow(RangeError);
  expect(() => new Writer().int16(40_000)).toThrow(RangeError);
  expect(() => new Writer().uvarint(-1)).toThrow(RangeError);
  expect(() => new Writer().uuid(Buffer.alloc(3))).toThrow(RangeError);
});
