import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { MskReachError } from '@msk-reach/core';

/** Where the gateway can be reached. @public */
export interface GatewayAddress {
  /** A loopback address. */
  readonly address: string;
  readonly port: number;
}

/** An address that is ours: its server listens and accepts. */
export interface ClaimedAddress extends GatewayAddress {
  readonly server: Server;
}

/** What an address is chosen by. */
export interface ClaimOptions {
  readonly port: number;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** `one`: the system has 127.0.0.1 alone (macOS); `many`: all of 127.0.0.0/8. @default found out by trying */
  readonly loopback?: 'one' | 'many';
}

/** Tries before the port counts as taken everywhere; something that listens on 0.0.0.0 takes it everywhere. */
const ATTEMPTS = 16;

/**
 * Takes a free loopback address on the wanted port by listening on it, so that two labs never share one:
 * 127.64.0.1 to 127.127.255.254 at random, or 127.0.0.1 with whatever port is free where there is no other.
 *
 * @throws MskReachError `CONFIG_INVALID` when the port is taken on every address, or may not be used
 */
export async function claimAddress(options: ClaimOptions): Promise<ClaimedAddress> {
  if (options.loopback === 'one') return claimPort(options.port);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const address = randomAddress(options.random);
    try {
      return await listenOn({ address, port: options.port });
    } catch (cause) {
      const code = systemCode(cause);
      if (code === 'EADDRNOTAVAIL' && options.loopback === undefined) return claimPort(options.port);
      if (code !== 'EADDRINUSE') throw cannotListen({ address, port: options.port }, code, cause);
    }
  }
  const message = `gateway: port ${options.port} is taken on every loopback address; end the program that listens on 0.0.0.0:${options.port}, or choose another port`;
  throw new MskReachError('CONFIG_INVALID', message, { details: { port: options.port, why: 'EADDRINUSE' } });
}

/**
 * Listens and accepts. Half-open connections stay, as on a network.
 *
 * @throws the system's own error
 */
export async function listenOn({ address, port }: GatewayAddress): Promise<ClaimedAddress> {
  const server = createServer({ allowHalfOpen: true, noDelay: true });
  server.listen({ host: address, port });
  await once(server, 'listening');
  const bound = server.address();
  return { address, port: typeof bound === 'object' && bound !== null ? bound.port : port, server };
}

/** Says which address, which port and why. */
export function cannotListen(
  { address, port }: GatewayAddress,
  why: string | undefined,
  cause?: unknown,
): MskReachError {
  const details = { address, port, why };
  return new MskReachError('CONFIG_INVALID', `gateway: cannot listen on ${address} port ${port} (${why})`, {
    cause,
    details,
  });
}

/** The system's name for an error: `EADDRINUSE`. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

async function claimPort(port: number): Promise<ClaimedAddress> {
  for (const wanted of [port, 0]) {
    try {
      return await listenOn({ address: '127.0.0.1', port: wanted });
    } catch (cause) {
      const code = systemCode(cause);
      if (code !== 'EADDRINUSE') throw cannotListen({ address: '127.0.0.1', port: wanted }, code, cause);
    }
  }
  throw cannotListen({ address: '127.0.0.1', port }, 'EADDRINUSE');
}

function randomAddress(random: () => number): string {
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  return `127.${between(64, 127)}.${between(0, 255)}.${between(1, 254)}`;
}
