/**
 * One question to one DNS server, over UDP, and over TCP where the answer was truncated.
 *
 * An answer counts only when it comes from that server (the socket is connected to it) with our id and our
 * question; id and source port are random. Any rcode is an answer; only no usable answer is an error.
 */
import { randomInt } from 'node:crypto';
import type { Socket as UdpSocket } from 'node:dgram';
import { isIPv6, type Socket } from 'node:net';
import { isMskReachError, MskReachError } from '../errors.ts';
import type { Step } from '../step.ts';
import type { DnsAnswer } from './dns-answer.ts';
import type { DnsQuestion } from './dns-codec.ts';
import type { RateLimiter } from './rate-limit.ts';
import { skippedBy, timebox, type WaitOptions } from './timebox.ts';

/** What to ask, and whom. @public */
export interface DnsQuery {
  readonly name: string;
  readonly type: DnsAnswer['type'];
  readonly server: { readonly address: string; readonly port: number };
}

/** How to ask. @public */
export interface DnsQueryOptions extends WaitOptions {
  /** Every packet sent takes a turn of it. */
  readonly limiter?: RateLimiter | undefined;
}

type Codec = typeof import('./dns-codec.ts');
interface Exchange extends DnsQueryOptions {
  readonly codec: Codec;
  readonly question: DnsQuestion;
  readonly query: Buffer;
  readonly server: DnsQuery['server'];
}

/** A lost packet is sent again twice, as getaddrinfo does within its own time. */
const SENDS = 3;
const MAX_UNRELATED = 64;

/**
 * Asks one server one question. `timeoutMs` runs from the first packet on, not while waiting for a turn.
 *
 * @returns `ok` with the answer, whatever its rcode; `error` with DNS_TIMEOUT (`facts.via`: where it was waited
 * for; `facts.truncated`: the UDP answer was cut and TCP stayed silent), DNS_MALFORMED or DNS_FAILED
 * (`facts.errno`); `skipped` when the signal fired
 * @public
 */
export async function queryServer(asked: DnsQuery, options: DnsQueryOptions): Promise<Step<DnsAnswer>> {
  const { ports, limiter, timeoutMs, signal } = options;
  const { server, name, type } = asked;
  const codec = await import('./dns-codec.ts');
  const question = { id: randomInt(0x1_0000), name, type };
  let via: DnsAnswer['via'] = 'udp';
  let started = ports.monotonic();
  try {
    const exchange = { ...options, codec, question, query: codec.encodeQuery(question), server };
    await limiter?.acquire(signal);
    started = ports.monotonic();
    const result = await timebox(async (stop) => {
      const first = await askUdp({ ...exchange, signal: stop });
      if (!first.flags.tc) return first;
      via = 'tcp';
      return askTcp({ ...exchange, signal: stop });
    }, options);
    const ms = ports.monotonic() - started;
    if (result.ended === 'done') return { outcome: 'ok', value: result.value, ms };
    if (result.ended === 'aborted') return skippedBy(signal);
    return silence(server, via, timeoutMs, ms);
  } catch (error) {
    if (signal?.aborted === true) return skippedBy(signal);
    return failure(error, server, via, ports.monotonic() - started);
  }
}

async function askUdp(exchange: Exchange): Promise<DnsAnswer> {
  const { ports, server, signal } = exchange;
  const socket = ports.openUdp(isIPv6(server.address) ? 6 : 4);
  const over = new AbortController();
  try {
    const answer = firstAnswer(socket, exchange);
    sendRepeatedly(
      socket,
      exchange,
      signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]),
    );
    return await answer;
  } finally {
    over.abort();
    socket.close();
  }
}

/** The first packet that answers our question; others are dropped, but not without end. */
function firstAnswer(socket: UdpSocket, { codec, question, signal }: Exchange): Promise<DnsAnswer> {
  return new Promise((resolve, reject) => {
    let unrelated = 0;
    const take = (packet: Buffer): void => {
      const answer = codec.decodeAnswer(packet, question, 'udp');
      if (answer !== null) return resolve(answer);
      unrelated += 1;
      if (unrelated >= MAX_UNRELATED)
        throw new MskReachError('DNS_MALFORMED', `${MAX_UNRELATED} packets answer other questions than ours`);
    };
    socket.on('error', reject);
    socket.on('message', (packet) => {
      try {
        take(packet);
      } catch (error) {
        reject(error as Error);
      }
    });
    signal?.addEventListener(
      'abort',
      () => reject(new MskReachError('ABORTED', 'The question was given up')),
      { once: true },
    );
  });
}

/** Faults reach the socket's 'error' listener, which {@link firstAnswer} holds. */
function sendRepeatedly(
  socket: UdpSocket,
  { ports, server, query, limiter, timeoutMs }: Exchange,
  stop: AbortSignal,
): void {
  const fail = (error: Error | null | undefined): void => {
    if (error && !stop.aborted) socket.emit('error', error);
  };
  const sendAll = async (): Promise<void> => {
    for (let sent = 0; sent < SENDS; sent += 1) {
      if (sent > 0) await limiter?.acquire(stop);
      stop.throwIfAborted();
      socket.send(query, fail);
      await ports.sleep(timeoutMs / SENDS, stop);
    }
  };
  const connected = (error?: Error): void => {
    if (error) return fail(error);
    // Ends by `stop`, whose reason nobody needs.
    sendAll().catch(() => undefined);
  };
  socket.connect(server.port, server.address, connected as () => void);
}

/** One question on one connection; the length comes first (RFC 1035, 4.2.2). */
async function askTcp({
  ports,
  server,
  codec,
  question,
  query,
  limiter,
  signal,
}: Exchange): Promise<DnsAnswer> {
  await limiter?.acquire(signal);
  const socket = ports.connectTcp(server.address, server.port);
  const close = (): void => {
    socket.destroy();
  };
  signal?.addEventListener('abort', close, { once: true });
  try {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.length);
    socket.write(Buffer.concat([length, query]));
    const answer = codec.decodeAnswer(await readMessage(socket), question, 'tcp');
    if (answer === null)
      throw new MskReachError('DNS_MALFORMED', 'The answer over TCP is to another question than ours');
    return answer;
  } finally {
    signal?.removeEventListener('abort', close);
    close();
  }
}

/** The first message of the stream: at most the 65,535 bytes that its length can say. */
function readMessage(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const length = received.length < 2 ? Number.POSITIVE_INFINITY : received.readUInt16BE(0);
      if (received.length >= length + 2) resolve(received.subarray(2, length + 2));
    });
    socket.on('error', reject);
    socket.on('close', () =>
      reject(new MskReachError('DNS_FAILED', 'The connection was closed before the whole answer came')),
    );
  });
}

function silence(
  server: DnsQuery['server'],
  via: DnsAnswer['via'],
  timeoutMs: number,
  ms: number,
): Step<never> {
  const truncated = via === 'tcp';
  const detail = `no answer from ${serverName(server)} over ${via} within ${timeoutMs} ms${truncated ? ' (its UDP answer was truncated)' : ''}`;
  return { outcome: 'error', code: 'DNS_TIMEOUT', detail, ms, facts: { via, truncated } };
}

function failure(error: unknown, server: DnsQuery['server'], via: DnsAnswer['via'], ms: number): Step<never> {
  const from = `${serverName(server)} over ${via}`;
  const message = error instanceof Error ? error.message : String(error);
  if (isMskReachError(error))
    return {
      outcome: 'error',
      code: error.code,
      detail: `${from}: ${message}`,
      ms,
      facts: { via, truncated: via === 'tcp' },
    };
  const errno = (error as NodeJS.ErrnoException).code ?? null;
  const timedOut = errno === 'ETIMEDOUT';
  return {
    outcome: 'error',
    code: timedOut ? 'DNS_TIMEOUT' : 'DNS_FAILED',
    detail: `${from}: ${message}`,
    ms,
    facts: { via, truncated: via === 'tcp', errno },
  };
}

/** `IP:PORT`, `[IPv6]:PORT`: how resolvers are called everywhere. */
export function serverName({ address, port }: DnsQuery['server']): string {
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}
