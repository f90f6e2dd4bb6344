/** Answers of AWS, or of whoever answers in its place: read whole, up to a bound. */

const MOST_BYTES = 256 * 1024;

/** All of it. @throws Error for one that is longer than anything AWS says here */
export async function readBounded(
  stream: AsyncIterable<Buffer>,
  mostBytes: number = MOST_BYTES,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
