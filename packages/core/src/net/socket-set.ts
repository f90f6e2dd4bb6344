/** The sockets of one client: kafkajs lets go of some before they are closed, and opens new ones while it ends. */
import type { Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';
import { MskReachError } from '../errors.ts';
import type { Ports } from '../ports.ts';

/** Sockets that are open, whoever holds them. */
export interface SocketSet {
  /** The same factory; what it makes is counted, and after `close` it makes nothing. */
  readonly counted: (factory: ISocketFactory) => ISocketFactory;
  /** Whether traffic goes to a host: a connection to it stands, or was wanted again and again lately. */
  readonly isWanted: (host: string) => boolean;
  /** Closes every socket, and resolves when all of them are closed. */
  close(): Promise<void>;
}

/**
 * What it needs, kafkajs dials within half a minute again (2.2.4). What it dials once and lets go may be any broker: a
 * client that is connected to none asks one after the other for metadata.
 */
const AGAIN_AND_AGAIN = { times: 3, withinMs: 60_000 };

/** An empty set. */
export function createSocketSet({ monotonic }: Pick<Ports, 'monotonic'>): SocketSet {
  const open = new Set<Socket>();
  const connected = new Map<Socket, string>();
  const dials = new Map<string, readonly number[]>();
  let closed = false;
  return {
    counted: (factory) => (args) => {
      if (closed) throw new MskReachError('CLOSED', 'The client was closed');
      const onConnect = (): void => {
        if (open.has(socket)) connected.set(socket, args.host);
        args.onConnect();
      };
      const socket = factory({ ...args, onConnect });
      dials.set(args.host, [...(dials.get(args.host) ?? []), monotonic()].slice(-AGAIN_AND_AGAIN.times));
      open.add(socket);
      socket.once('close', () => {
        open.delete(socket);
        connected.delete(socket);
      });
      return socket;
    },
    isWanted: (host) => {
      if ([...connected.values()].includes(host)) return true;
      const lately = (dials.get(host) ?? []).filter((at) => monotonic() - at < AGAIN_AND_AGAIN.withinMs);
      return lately.length === AGAIN_AND_AGAIN.times;
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
