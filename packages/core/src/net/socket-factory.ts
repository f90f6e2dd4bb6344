/** The kafkajs hook through which every connection of a client is made by our rules. */
import type { Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';
import type { Config } from '../config/config.ts';
import type { Ports } from '../ports.ts';
import { LateSocket } from './late-socket.ts';
import { hostPolicy } from './name-policy.ts';
import { reachHost } from './reach-host.ts';

/** How long, and by which machine. @public */
export interface SocketFactoryOptions {
  readonly ports: Ports;
  /** For one connection: name, every address, TLS. Shorter than kafkajs's connectionTimeout, or its message wins. */
  readonly timeoutMs: number;
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
  { ports, timeoutMs }: SocketFactoryOptions,
): ISocketFactory {
  const policy = hostPolicy(config.endpoint);
  const { ca, resolvers } = config.connectivity;
  const resolver = resolvers[0] ?? 'system';
  return ({ host, port, onConnect }) => {
    const open = (signal: AbortSignal): Promise<Socket> =>
      reachHost({ host, port }, { ports, timeoutMs, signal, policy, resolver, ca });
    // kafkajs uses on, write, end and unref of it (2.2.4, network/connection.js).
    return new LateSocket(open, onConnect) as unknown as Socket;
  };
}
