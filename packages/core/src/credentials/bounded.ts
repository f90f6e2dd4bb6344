/** Answers of AWS, or of whoever answers in its place: read whole, up to a bound. */

const MOST_BYTES = 256 * 1024;

/** All of it. @throws Error for one that is longer than anything AWS says here */
export async function readBounded(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error(`the answer is longer than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
