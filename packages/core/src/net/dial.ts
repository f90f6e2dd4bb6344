/**
 * One address, TCP then TLS, each with its own deadline and its own outcome.
 *
 * A TLS socket leaves this file only when its certificate was verified for `servername`: whoever holds one may
 * write a token to it.
 */
import type { Socket } from 'node:net';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { Step } from '../step.ts';
import { certificateFacts, type CertificateFacts } from './certificate.ts';
import { skippedBy, timebox, type WaitOptions } from './timebox.ts';
import { errnoOf, tlsFailure, unauthorized, type Fault } from './tls-failure.ts';

/** What came of a dial, and the open socket where it is `ok`; the caller closes it. @public */
export interface Dialed<T, S> {
  readonly step: Step<T>;
  readonly socket: S | null;
}

/** A TCP connection that was made. @public */
export interface TcpFacts {
  readonly localAddress: string;
}

/** A TLS session that was made and verified. @public */
export interface TlsFacts {
  readonly protocol: string;
  readonly cipher: string;
  readonly certificate: CertificateFacts | null;
}

/** Whose certificate is expected on which connection. @public */
export interface TlsTarget {
  /** An open connection; it is closed where the handshake fails. */
  readonly socket: Socket;
  /** The host's own name: sent as SNI, and what the certificate has to name. */
  readonly servername: string;
  /** {@link trustOf} the CAs to trust. */
  readonly trust: SecureContext;
}

/**
 * Opens a TCP connection to one address.
 *
 * @returns `error` with TCP_TIMEOUT, TCP_REFUSED, TCP_RESET, TCP_UNREACHABLE, TCP_CLOSED or TCP_FAILED;
 * `facts.errno` is the system's word
 * @public
 */
export async function dialTcp(
  target: { readonly address: string; readonly port: number },
  options: WaitOptions,
): Promise<Dialed<TcpFacts, Socket>> {
  const { address, port } = target;
  return dial<TcpFacts, Socket>(options, {
    start: (stop) => connected(() => options.ports.connectTcp(address, port), stop),
    facts: (socket) => ({ localAddress: socket.localAddress ?? '' }),
    timeout: {
      code: 'TCP_TIMEOUT',
      detail: `no answer from ${address}:${port} within ${Math.round(options.timeoutMs)} ms`,
    },
    failure: (error) => {
      const errno = errnoOf(error);
      return {
        code: tcpCodes[errno] ?? 'TCP_FAILED',
        detail: `connect ${errno} ${address}:${port}`,
        facts: { errno },
      };
    },
  });
}

const tcpCodes: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'TCP_TIMEOUT',
  ECONNREFUSED: 'TCP_REFUSED',
  ECONNRESET: 'TCP_RESET',
  EHOSTUNREACH: 'TCP_UNREACHABLE',
  ENETUNREACH: 'TCP_UNREACHABLE',
  EADDRNOTAVAIL: 'TCP_UNREACHABLE',
  EAFNOSUPPORT: 'TCP_UNREACHABLE',
  EPIPE: 'TCP_CLOSED',
};

/**
 * Makes a TLS session over an open connection and verifies the certificate for `servername`.
 *
 * @returns `error` with TLS_TIMEOUT, TLS_NAME_MISMATCH, TLS_UNTRUSTED, TLS_EXPIRED, TLS_NOT_YET_VALID, TLS_PROTOCOL
 * or TLS_CLOSED; `facts.certificate` is the certificate that was seen, or null, `facts.nameMatches` whether it
 * names the host, `facts.reason` Node's or OpenSSL's word
 * @public
 */
export async function dialTls(target: TlsTarget, options: WaitOptions): Promise<Dialed<TlsFacts, TLSSocket>> {
  const { socket, servername, trust } = target;
  let certificate: CertificateFacts | null = null;
  const dialed = await dial<TlsFacts, TLSSocket>(options, {
    start: (stop) => {
      // Unverified only until `verified` has looked: a session that Node itself refuses takes its certificate, the
      // evidence, along.
      const tls = connect({
        socket,
        servername,
        secureContext: trust,
        rejectUnauthorized: false,
      });
      tls.once('secureConnect', () => {
        certificate = certificateFacts(tls.getPeerX509Certificate());
      });
      return verified(tls, stop);
    },
    facts: (tls) => ({ protocol: tls.getProtocol() ?? '', cipher: tls.getCipher().name, certificate }),
    timeout: {
      code: 'TLS_TIMEOUT',
      detail: `the TLS handshake for ${servername} did not end within ${Math.round(options.timeoutMs)} ms`,
      facts: { certificate: null },
    },
    failure: (error) => tlsFailure(error, servername, certificate),
  });
  if (dialed.socket === null) socket.destroy();
  return dialed;
}

/**
 * What connections trust, for all that trust the same: reading the CAs takes a millisecond.
 *
 * @param ca PEM of the CAs to trust instead of Node's; null: Node's
 */
export function trustOf(ca: string | null): SecureContext {
  return createSecureContext({ minVersion: 'TLSv1.2', ...(ca === null ? {} : { ca }) });
}

interface Dial<T, S> {
  readonly start: (stop: AbortSignal) => Promise<S>;
  readonly facts: (socket: S) => T;
  readonly timeout: Fault;
  readonly failure: (error: unknown) => Fault;
}

async function dial<T, S>(
  options: WaitOptions,
  { start, facts, timeout, failure }: Dial<T, S>,
): Promise<Dialed<T, S>> {
  const started = options.ports.monotonic();
  const elapsed = (): number => options.ports.monotonic() - started;
  try {
    const result = await timebox(start, options);
    if (result.ended === 'aborted') return { step: skippedBy(options.signal), socket: null };
    if (result.ended === 'timeout')
      return { step: { outcome: 'error', ...timeout, ms: elapsed() }, socket: null };
    return { step: { outcome: 'ok', value: facts(result.value), ms: elapsed() }, socket: result.value };
  } catch (error) {
    return { step: { outcome: 'error', ...failure(error), ms: elapsed() }, socket: null };
  }
}

function connected(open: () => Socket, stop: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = open();
    keepQuiet(socket);
    const giveUp = (): void => void socket.destroy();
    stop.addEventListener('abort', giveUp, { once: true });
    socket.once('error', reject);
    socket.once('close', () => reject(Object.assign(new Error('closed'), { code: 'EPIPE' })));
    socket.once('connect', () => {
      stop.removeEventListener('abort', giveUp);
      resolve(socket);
    });
  });
}

function verified(socket: TLSSocket, stop: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    keepQuiet(socket);
    const giveUp = (): void => void socket.destroy();
    stop.addEventListener('abort', giveUp, { once: true });
    socket.once('error', reject);
    socket.once('close', () =>
      reject(Object.assign(new Error('closed during the TLS handshake'), { code: 'ECONNRESET' })),
    );
    socket.once('secureConnect', () => {
      if (!socket.authorized) return reject(unauthorized(socket.authorizationError));
      stop.removeEventListener('abort', giveUp);
      resolve(socket);
    });
  });
}

/** Whoever uses a socket listens for its errors; one that nobody uses any more must not end the process. */
function keepQuiet(socket: Socket): void {
  socket.on('error', () => undefined);
}
