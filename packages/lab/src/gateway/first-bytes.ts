import type { Chunks } from './fault-kind.ts';

/** Passes on that many bytes and no more; says at the end whether it came so far. */
export async function* firstBytes(chunks: Chunks, limit: number): AsyncGenerator<Buffer, boolean, void> {
  let left = limit;
  if (left === 0) return true;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, left);
    left -= Math.min(left, chunk.length);
    if (left === 0) return true;
  }
  return false;
}
