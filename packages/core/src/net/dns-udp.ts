/** One DNS question over UDP, from a socket that is connected to the server: nobody else's packets reach it. */
import type { Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { MskReachError } from '../errors.ts';
import type { DnsAnswer } from './dns-answer.ts';
import { decodeAnswer } from './dns-codec.ts';
import type { Exchange } from './dns-exchange.ts';

/** A lost packet is sent again twice, as getaddrinfo does within its own time. */
const SENDS = 3;
const MAX_UNRELATED = 64;

/** Asks over UDP, again twice when nothing comes. */
export async function askUdp(exchange: Exchange): Promise<DnsAnswer> {
  const { ports, server } = exchange;
  const socket = ports.openUdp(isIPv6(server.address) ? 6 : 4);
  let over = false;
  try {
    const answer = firstAnswer(socket, exchange);
    const sending = sendRepeatedly(socket, exchange, () => over || exchange.signal.aborted);
    return await Promise.race([answer, sending]);
  } finally {
    over = true;
    socket.close();
  }
}

/** The first packet that answers our question; others are dropped, but not without end. */
function firstAnswer(socket: Socket, { question, signal }: Exchange): Promise<DnsAnswer> {
  return new Promise((resolve, reject) => {
    let unrelated = 0;
    const take = (packet: Buffer): void => {
      const answer = decodeAnswer(packet, question, 'udp');
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
        reject(error);
      }
    });
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/**
 * Never resolves: the answer comes to {@link firstAnswer}. Rejects when nothing can be sent, or the signal fires; a wait
 * that is under way when `isOver` begins to hold goes on until the next signal, and sends nothing more.
 */
async function sendRepeatedly(
  socket: Socket,
  { ports, server, query, limiter, timeoutMs, signal }: Exchange,
  isOver: () => boolean,
): Promise<never> {
  await connected(socket, server);
  for (let sent = 0; sent < SENDS && !isOver(); sent += 1) {
    // The first packet had its turn before the question's time began.
    if (sent > 0) await limiter?.acquire(signal);
    if (isOver()) break;
    await send(socket, query);
    await ports.sleep(timeoutMs / SENDS, signal);
  }
  return new Promise<never>(() => undefined);
}

function connected(socket: Socket, { address, port }: Exchange['server']): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error): void => {
      if (error) reject(error);
      else resolve();
    };
    socket.connect(port, address, done);
  });
}

function send(socket: Socket, packet: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(packet, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
