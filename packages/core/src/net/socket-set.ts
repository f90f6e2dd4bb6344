/** The sockets of one client: kafkajs lets go of some before they are closed, and opens new ones while it ends. */
import type { Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';
import { MskReachError } from '../errors.ts';

/** Sockets that are open, whoever holds them. */
export interface SocketSet {
  /** The same factory; what it makes is counted, and after `close` it makes nothing. */
  readonly counted: (factory: ISocketFactory) => ISocketFactory;
  /** Closes every socket, and resolves when all of them are closed. */
  close(): Promise<void>;
}

/** An empty set. */
export function createSocketSet(): SocketSet {
  const open = new Set<Socket>();
  let closed = false;
  return {
    counted: (factory) => (args) => {
      if (closed) throw new MskReachError('CLOSED', 'The client was closed');
      const socket = factory(args);
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      return socket;
    },
    async close() {
      closed = true;
      await Promise.all(
        [...open].map(
          (socket) =>
            new Promise<void>((resolve) => {
              socket.once('close', () => resolve());
              socket.destroy();
            }),
        ),
      );
    },
  };
}
