/** HTTP requests read whole and bounded. */
import type { IncomingMessage } from 'node:http';
import type { SignedRequest } from '../iam/sigv4.ts';

/** The request whole, or undefined when its body has more than `maxBytes`. @public */
export async function readRequest(
  incoming: IncomingMessage,
  maxBytes: number,
): Promise<SignedRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers: incoming.headersDistinct,
    body: Buffer.concat(chunks),
  };
}
