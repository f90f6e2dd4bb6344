/**
 * One verified TLS connection to a host, over whichever of its addresses answers.
 *
 * Addresses are tried staggered and in parallel (RFC 8305, "Happy Eyeballs"), so that dead ones cost a quarter of a
 * second each and not a timeout; an address that connects but fails in TLS makes room for the next.
 */
import type { Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { ResolverAddress } from '../config/config.ts';
import { canonicalHost } from '../config/msk-name.ts';
import { MskReachError, type ErrorCode } from '../errors.ts';
import type { Step } from '../step.ts';
import { dialTcp, dialTls } from './dial.ts';
import type { HostPolicy } from './name-policy.ts';
import { resolveHost } from './resolve.ts';
import type { WaitOptions } from './timebox.ts';

/** What is the same for every connection of a client. */
export interface ReachOptions extends WaitOptions {
  readonly policy: HostPolicy;
  readonly resolver: ResolverAddress;
  /** What TLS trusts. */
  readonly trust: SecureContext;
}

interface Attempt {
  readonly address: string;
  readonly code: string;
  readonly detail: string;
}

interface Connected {
  readonly address: string;
  readonly socket: Socket;
}

const STAGGER_MS = 250;
/** Idle flows through NLBs, interface endpoints and Transit Gateways end after 350 s. */
const KEEP_ALIVE_MS = 60_000;

/**
 * Resolves, connects and verifies within `timeoutMs` altogether.
 *
 * @throws MskReachError TOKEN_FOREIGN_HOST (no packet is sent), DNS_*, TCP_* or TLS_*; the message names every
 * address with its error, `details.attempts` lists them
 */
export async function reachHost(
  target: { readonly host: string; readonly port: number },
  options: ReachOptions,
): Promise<TLSSocket> {
  const { host, port } = target;
  const verdict = options.policy(host, port);
  const servername = canonicalHost(host);
  if (!verdict.allowed || servername === null) {
    const because = verdict.allowed ? 'it is not a host name' : verdict.because;
    throw new MskReachError(
      'TOKEN_FOREIGN_HOST',
      `No connection to ${JSON.stringify(host)} port ${port}: ${because}, and a token goes only to the cluster's own hosts`,
      { details: { host, port, because } },
    );
  }
  const deadline = options.ports.monotonic() + options.timeoutMs;
  const left = (): number => Math.max(1, deadline - options.ports.monotonic());
  const resolved = await resolveHost(host, options.resolver, { ...options, timeoutMs: left() });
  if (resolved.outcome !== 'ok') throw unreached(target, [], resolved);
  const attempts: Attempt[] = [];
  let addresses = resolved.value.addresses;
  while (addresses.length > 0 && deadline > options.ports.monotonic()) {
    const connected = await firstToConnect(addresses, port, attempts, { ...options, timeoutMs: left() });
    if (connected === null) break;
    const { address, socket } = connected;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    addresses = addresses.filter(
      (other) => other !== address && !attempts.some((attempt) => attempt.address === other),
    );
    const timeoutMs = addresses.length > 0 ? left() / 2 : left();
    const tls = await dialTls({ socket, servername, trust: options.trust }, { ...options, timeoutMs });
    if (tls.socket !== null) return tls.socket;
    attempts.push(attemptOf(address, tls.step));
  }
  throw unreached(target, attempts, null);
}

/** The first address that accepts; the ones still under way are given up, those that failed go to `failed`. */
function firstToConnect(
  addresses: readonly string[],
  port: number,
  failed: Attempt[],
  options: ReachOptions,
): Promise<Connected | null> {
  const { ports, signal } = options;
  const deadline = ports.monotonic() + options.timeoutMs;
  const over = new AbortController();
  const stop = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
  const attempt = async (address: string, connect: (connected: Connected) => void): Promise<void> => {
    const timeoutMs = Math.max(1, deadline - ports.monotonic());
    const { socket, step } = await dialTcp({ address, port }, { ports, timeoutMs, signal: stop });
    if (socket === null) {
      if (!over.signal.aborted) failed.push(attemptOf(address, step));
    } else if (over.signal.aborted) socket.destroy();
    else {
      over.abort();
      connect({ address, socket });
    }
  };
  return new Promise<Connected | null>((resolve, reject) => {
    const startAll = async (): Promise<void> => {
      const attempts: Promise<void>[] = [];
      for (const address of addresses) {
        if (stop.aborted) break;
        const started = attempt(address, resolve);
        attempts.push(started);
        await Promise.race([started, ports.sleep(STAGGER_MS, stop).catch(() => undefined)]);
      }
      await Promise.all(attempts);
      resolve(null);
    };
    startAll().catch(reject);
  });
}

function attemptOf(address: string, step: Step<unknown>): Attempt {
  if (step.outcome === 'error') return { address, code: step.code, detail: step.detail };
  return { address, code: 'ABORTED', detail: step.outcome === 'skipped' ? `given up (${step.because})` : '' };
}

function unreached(
  { host, port }: { readonly host: string; readonly port: number },
  attempts: readonly Attempt[],
  resolved: Step<never> | null,
): MskReachError {
  const dns = resolved === null ? null : attemptOf(host, resolved);
  // TLS comes after TCP: what got further says more.
  const furthest = attempts.find(({ code }) => code.startsWith('TLS_')) ?? attempts[0];
  const code = (dns ?? furthest)?.code ?? 'TCP_TIMEOUT';
  const words = dns === null ? attempts.map(({ address, detail }) => `${address}: ${detail}`) : [dns.detail];
  const certificate = ['TLS_NAME_MISMATCH', 'TLS_UNTRUSTED', 'TLS_EXPIRED', 'TLS_NOT_YET_VALID'].includes(
    code,
  );
  return new MskReachError(code as ErrorCode, `Cannot reach ${host}:${port}: ${words.join('; ')}`, {
    retryable: !certificate,
    details: { host, port, attempts },
  });
}
