/**
 * What the core takes from the machine: time, randomness, names and sockets.
 *
 * Everything that looks at the world takes a {@link Ports}; tests hand in their own.
 */
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { getServers } from 'node:dns';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { connect, type Socket } from 'node:net';

/** The machine as the core sees it. @public */
export interface Ports {
  /** Wall clock, milliseconds since the epoch. */
  readonly now: () => number;
  /** A clock that never steps, milliseconds. */
  readonly monotonic: () => number;
  /** Waits; rejects with the signal's reason when it aborts first. `background`: the process may end meanwhile. */
  readonly sleep: (
    ms: number,
    signal?: AbortSignal,
    how?: { readonly background?: boolean },
  ) => Promise<void>;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** The system's own name lookup (getaddrinfo), every address in the system's order. */
  readonly lookup: (host: string) => Promise<readonly LookupAddress[]>;
  /** The resolvers that the system is configured with, `IP` or `IP:PORT`. */
  readonly systemResolvers: () => readonly string[];
  /** The families in which this machine has an address that others could reach. */
  readonly families: () => readonly (4 | 6)[];
  /** Opens a TCP socket to one address (never a name). */
  readonly connectTcp: (address: string, port: number) => Socket;
  /** Opens an unbound UDP socket. */
  readonly openUdp: (family: 4 | 6) => UdpSocket;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The real machine. @public */
export const realPorts: Ports = {
  now: Date.now,
  monotonic: () => performance.now(),
  sleep,
  random: Math.random,
  lookup: (host) => lookup(host, { all: true, verbatim: true }),
  systemResolvers: getServers,
  families,
  connectTcp: (address, port) => connect({ host: address, port }),
  openUdp: (family) => createSocket(family === 4 ? 'udp4' : 'udp6'),
  env: process.env,
};

function families(): readonly (4 | 6)[] {
  const reachable = Object.values(networkInterfaces())
    .flat()
    .filter((one) => one !== undefined && !one.internal && !/^(?:169\.254\.|fe80:)/i.test(one.address));
  return ([4, 6] as const).filter((family) => reachable.some((one) => one?.family === `IPv${family}`));
}

/** Node's own makes an error, with its stack, for every wait that ends early: most waits here are deadlines. */
function sleep(
  ms: number,
  signal?: AbortSignal,
  { background = false }: { readonly background?: boolean } = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    function stop(): void {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    }
    if (background) timer.unref();
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
