/**
 * A resolver that knows one wildcard and answers quickly: the lab's own is made for faults, and loses packets of a
 * client that sends 2,000 at once. Tells its port, and ends with its parent.
 */
import { createSocket } from 'node:dgram';
import { serve } from './serve.ts';
import { WILDCARD, variable } from './environment.ts';

const HEADER_BYTES = 12;
const A = 1;
const SOA = 6;
/** A response, recursion desired and available, NOERROR. */
const FLAGS = 0x8180;
const TTL = 60;
/** The name is the question's. */
const POINTER_TO_QUESTION = 0xc00c;

const [address = '', zone = ''] = variable(WILDCARD).split(' ');
const addressRecord = record(A, Buffer.from(address.split('.').map(Number)), POINTER_TO_QUESTION);
const zoneName = Buffer.concat([
  ...zone.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]),
  Buffer.from([0]),
]);
/** Serial, refresh, retry, expire, minimum. */
const timers = Buffer.alloc(20, 1);
const zoneRecord = Buffer.concat([zoneName, record(SOA, Buffer.concat([zoneName, zoneName, timers]))]);

const socket = createSocket('udp4');
socket.on('message', (query, { port, address: client }) => socket.send(answerTo(query), port, client));

const port = new Promise<number>((resolve) => {
  socket.bind(0, '127.0.0.1', () => resolve(socket.address().port));
});

serve(() => port);

/** The query, turned into its answer: the address for A, the zone for everything else. */
function answerTo(query: Buffer): Buffer {
  let end = HEADER_BYTES;
  while (query[end] !== 0) end += (query[end] ?? 0) + 1;
  const isAddress = query.readUInt16BE(end + 1) === A;
  // A name that ends with the question; what c-ares puts behind it (EDNS) is left out.
  const answer = Buffer.concat([query.subarray(0, end + 5), isAddress ? addressRecord : zoneRecord]);
  answer.writeUInt16BE(FLAGS, 2);
  answer.writeUInt16BE(1, 4);
  answer.writeUInt16BE(isAddress ? 1 : 0, 6);
  answer.writeUInt16BE(isAddress ? 0 : 1, 8);
  answer.writeUInt16BE(0, 10);
  return answer;
}

/** A record of class IN; without a pointer its name is written before it. */
function record(type: number, data: Buffer, pointer?: number): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(1, 2);
  head.writeUInt32BE(TTL, 4);
  head.writeUInt16BE(data.length, 8);
  const name = Buffer.alloc(pointer === undefined ? 0 : 2);
  if (pointer !== undefined) name.writeUInt16BE(pointer, 0);
  return Buffer.concat([name, head, data]);
}
