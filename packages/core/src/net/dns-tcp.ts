/** One DNS question over TCP. */
import type { Socket } from 'node:net';
import { MskReachError } from '../errors.ts';
import type { DnsAnswer } from './dns-answer.ts';
import { decodeAnswer } from './dns-codec.ts';
import type { Exchange } from './dns-exchange.ts';

/** One question on one connection; the length comes first (RFC 1035, 4.2.2). */
export async function askTcp({
  ports,
  server,
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
  signal.addEventListener('abort', close, { once: true });
  try {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.length);
    socket.write(Buffer.concat([length, query]));
    const answer = decodeAnswer(await readMessage(socket), question, 'tcp');
    if (answer === null)
      throw new MskReachError('DNS_MALFORMED', 'The answer over TCP is to another question than ours');
    if (answer.flags.tc) throw new MskReachError('DNS_MALFORMED', 'The answer over TCP is truncated too');
    return answer;
  } finally {
    signal.removeEventListener('abort', close);
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
