/** The kafkajs hook through which every connection of a client is made by our rules. */
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import type { Config } from '../config/config.ts';
import { publishing } from '../events.ts';
import type { Ports } from '../ports.ts';
import { trustOf } from './dial.ts';
import { LateSocket, type Tap } from './late-socket.ts';
import { hostPolicy } from './name-policy.ts';
import type { RateLimiter } from './rate-limit.ts';
import { reachHost } from './reach-host.ts';

/** How long, and by which machine. @public */
export interface SocketFactoryOptions {
  readonly ports: Ports;
  /** For one connection: name, every address, TLS. Shorter than kafkajs's connectionTimeout, or its message wins. */
  readonly timeoutMs: number;
  /** A turn for every connection. @default none is needed */
  readonly connections?: Pick<RateLimiter, 'acquire'>;
  /** Hears the bytes of a connection; `end` breaks it off. @default nobody does */
  readonly tap?: (host: string, port: number, end: (error: Error) => void) => Tap;
}

/**
 * A kafkajs `socketFactory`: resolves by the first resolver, applies the name policy (a broker advertised elsewhere
 * gets no packet: TOKEN_FOREIGN_HOST), tries every address, verifies the certificate for the broker's own name, and
 * keeps idle connections alive every 60 s. kafkajs's own `ssl` options are not looked at: the CAs are the config's.
 *
 * @public
 */
export function createSocketFactory(
  config: Pick<Config, 'endpoint' | 'connectivity'>,
  { ports, timeoutMs, connections, tap }: SocketFactoryOptions,
): ISocketFactory {
  const policy = hostPolicy(config.endpoint);
  const { ca, resolvers } = config.connectivity;
  const resolver = resolvers[0] ?? 'system';
  const trust = trustOf(ca);
  return ({ host, port, onConnect }) => {
    const started = ports.monotonic();
    const telling = { about: { 'server.address': host, 'server.port': port }, told: peerOf };
    const open = (signal: AbortSignal): Promise<Socket> =>
      publishing('msk-reach:dial', ports, telling, async () => {
        await connections?.acquire(signal);
        const left = Math.max(1, timeoutMs - (ports.monotonic() - started));
        return reachHost({ host, port }, { ports, timeoutMs: left, signal, policy, resolver, trust });
      });
    // kafkajs uses on, write, end and unref of it (2.2.4, network/connection.js).
    const socket: LateSocket = new LateSocket(
      open,
      onConnect,
      tap?.(host, port, (error) => void socket.destroy(error)),
    );
    return socket as unknown as Socket;
  };
}

function peerOf(socket: TLSSocket) {
  return {
    'network.peer.address': socket.remoteAddress ?? '',
    'tls.protocol.version': socket.getProtocol()?.replace('TLSv', '') ?? '',
  };
}
