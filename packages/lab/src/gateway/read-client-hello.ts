import type { Socket } from 'node:net';
import { MAX_CLIENT_HELLO_BYTES, parseClientHello } from './client-hello.ts';

/** How reading a ClientHello ended. */
export type ReadHello =
  | { readonly outcome: 'hello'; readonly serverName: string | undefined }
  | { readonly outcome: 'invalid' | 'closed' | 'timeout' };

/**
 * Waits for a connection's ClientHello and leaves the socket paused with every byte still to be read.
 *
 * @param timeoutMs how long the client may take for all of it
 */
export function readClientHello(socket: Socket, timeoutMs: number): Promise<ReadHello> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let needed = 1;
    const timer = setTimeout(() => settle({ outcome: 'timeout' }), timeoutMs);

    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      if (size < needed) return;
      const hello = parseClientHello(Buffer.concat(chunks));
      if (hello.state === 'hello') settle({ outcome: 'hello', serverName: hello.serverName });
      else if (hello.state === 'invalid' || size > 2 * MAX_CLIENT_HELLO_BYTES) settle({ outcome: 'invalid' });
      else needed = hello.needed;
    };
    const onEnd = (): void => settle({ outcome: 'closed' });

    function settle(result: ReadHello): void {
      clearTimeout(timer);
      socket.off('data', onData).off('end', onEnd).off('close', onEnd);
      socket.pause();
      if (size > 0 && !socket.destroyed) socket.unshift(Buffer.concat(chunks));
      resolve(result);
    }

    socket.on('data', onData).on('end', onEnd).on('close', onEnd);
  });
}
