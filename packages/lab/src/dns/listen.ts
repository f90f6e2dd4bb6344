import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { MskReachError } from '@msk-reach/core';

/** How often another port is tried when UDP finds the one that TCP got already taken. */
const ATTEMPTS = 20;

/** UDP and TCP on one port. */
export interface DnsSockets {
  readonly udp: UdpSocket;
  readonly tcp: Server;
  readonly port: number;
}

/**
 * Binds UDP and TCP to the same port; port 0 takes one that is free for both.
 *
 * @throws MskReachError `CONFIG_INVALID` when the address is not this machine's or the port is taken
 */
export async function listen(address: string, port: number): Promise<DnsSockets> {
  for (let attempt = 1; ; attempt++) {
    const tcp = createServer();
    const udp = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    try {
      tcp.listen({ host: address, port });
      await once(tcp, 'listening');
      const bound = tcp.address();
      const free = typeof bound === 'object' && bound !== null ? bound.port : port;
      udp.bind({ address, port: free });
      await once(udp, 'listening');
      return { udp, tcp, port: free };
    } catch (cause) {
      tcp.close();
      udp.close();
      const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
      if (port === 0 && taken && attempt < ATTEMPTS) continue;
      throw cannotListen(address, port, cause);
    }
  }
}

function cannotListen(address: string, port: number, cause: unknown): MskReachError {
  const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  return new MskReachError(
    'CONFIG_INVALID',
    `dns: cannot listen on ${address} port ${port} (${why}); name a free one, or 0`,
    {
      cause,
      details: { address, port, why },
    },
  );
}
