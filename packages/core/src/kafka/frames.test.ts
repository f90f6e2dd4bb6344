import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader } from './frames.ts';

const framed = (body: Uint8Array): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
};

test('frames come out whole, however they are cut', () => {
  const bodies = fc.array(fc.uint8Array({ minLength: 4, maxLength: 40_000 }), { minLength: 1, maxLength: 4 });
  const cuts = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1 });
  fc.assert(
    fc.property(bodies, cuts, (sent, sizes) => {
      const frames = createFrameReader(40_000, 'the test');
      const stream = Buffer.concat(sent.map(framed));
      const got: Buffer[] = [];
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1;
        let rest: Buffer = stream.subarray(at, at + size);
        at += size;
        while (rest.length > 0) {
          const taken = frames.take(rest);
          if (taken.frame !== null) got.push(taken.frame);
          rest = taken.rest;
        }
      }
      expect(Buffer.concat(got.map(framed)).equals(stream)).toBe(true);
      expect(frames.received).toBe(0);
    }),
    { numRuns: 200 },
  );
});

test.each([0, -1, 3, -(2 ** 31), 1001, 2 ** 31 - 1])('a length of %i is refused at once', (length) => {
  const head = Buffer.alloc(4);
  head.writeInt32BE(length);
  expect(() => createFrameReader(1000, 'the broker').take(head)).toThrow(
    expect.objectContaining({
      code: 'KAFKA_FRAME_INVALID',
      message: `the broker announced a message of ${length} bytes; 4 to 1000 are taken`,
    }),
  );
});

test('memory follows the bytes that arrive, not those announced', () => {
  const mebibyte = 1024 * 1024;
  const before = process.memoryUsage().arrayBuffers;
  const readers = Array.from({ length: 200 }, () => createFrameReader(4 * mebibyte, 'the broker'));
  const head = Buffer.alloc(4);
  head.writeInt32BE(4 * mebibyte);
  for (const frames of readers) frames.take(Buffer.concat([head, Buffer.alloc(10)]));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * mebibyte);
  expect(readers[0]?.received).toBe(14);
  expect(readers[0]?.announced).toBe(4 * mebibyte + 4);
});
