import type { Socket } from 'node:net';

/** A connection on which nothing arrives for this long is closed (RFC 7766, 6.2.3 leaves the figure open). */
const IDLE_MS = 30_000;
/** Questions of one connection that may wait for their answers at once. */
const MAX_PENDING = 128;

/** What to do with one message: bytes to send back, nothing, or the end of the connection. */
export type TcpAnswer = Buffer | 'silence' | 'close';

/**
 * Speaks DNS over one TCP connection (RFC 1035, 4.2.2: each message after its length in two bytes), many
 * questions on one connection, answers in the order in which they are ready (RFC 7766, 6.2.1.1).
 */
export function serveTcp(socket: Socket, answer: (message: Buffer) => Promise<TcpAnswer>): void {
  let pending = 0;
  let unread: Buffer = Buffer.alloc(0);
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    readMessages();
  });

  function readMessages(): void {
    while (pending < MAX_PENDING && unread.length >= 2) {
      const end = 2 + unread.readUInt16BE(0);
      if (unread.length < end) break;
      const message = unread.subarray(2, end);
      unread = unread.subarray(end);
      pending++;
      void respond(message);
    }
    if (pending >= MAX_PENDING) socket.pause();
  }

  async function respond(message: Buffer): Promise<void> {
    const said = await answer(message);
    pending--;
    if (socket.destroyed) return;
    if (said === 'close') {
      socket.destroy();
      return;
    }
    if (said !== 'silence') socket.write(framed(said));
    socket.resume();
    readMessages();
  }
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
