/** A DNS server on loopback whose answers a test decides, packet by packet. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import dnsPacket, { type Answer, type DecodedPacket } from 'dns-packet';

/** What to answer: records and flags; raw bytes; or nothing at all. */
export type DnsReply =
  | {
      readonly rcode?: number;
      readonly answers?: readonly Answer[];
      readonly authorities?: readonly Answer[];
      readonly truncated?: boolean;
    }
  | Buffer
  | 'silence';

export interface DnsQuestionSeen {
  readonly name: string;
  readonly type: string;
  readonly via: 'udp' | 'tcp';
  readonly packet: DecodedPacket;
  readonly port: number;
}

export interface TestDnsServer extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  readonly asked: readonly DnsQuestionSeen[];
}

export async function startDnsServer(
  answer: (question: DnsQuestionSeen) => DnsReply,
): Promise<TestDnsServer> {
  const asked: DnsQuestionSeen[] = [];
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('data', (chunk) => {
      const packet = reply(chunk.subarray(2), 'tcp', socket.remotePort ?? 0);
      if (packet === null) return;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(packet.length);
      // In two pieces, as a network may deliver it.
      socket.write(Buffer.concat([length, packet.subarray(0, 3)]));
      socket.end(packet.subarray(3));
    });
  });
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4');
  udp.on('message', (message, from) => {
    const packet = reply(message, 'udp', from.port);
    if (packet !== null) udp.send(packet, from.port, from.address);
  });
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');

  function reply(message: Buffer, via: 'udp' | 'tcp', from: number): Buffer | null {
    const packet = dnsPacket.decode(message);
    const [question] = packet.questions ?? [];
    if (question === undefined) return null;
    const seen = { name: question.name, type: question.type, via, packet, port: from };
    asked.push(seen);
    const given = answer(seen);
    if (given === 'silence') return null;
    return Buffer.isBuffer(given) ? given : encodeReply(packet, given);
  }

  return {
    address: '127.0.0.1',
    port,
    asked,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      udp.close();
      tcp.close();
      await once(tcp, 'close');
    },
  };
}

/** The packet that answers `query`. */
export function encodeReply(query: DecodedPacket, reply: Exclude<DnsReply, Buffer | 'silence'>): Buffer {
  const flags =
    dnsPacket.RECURSION_DESIRED |
    dnsPacket.RECURSION_AVAILABLE |
    (reply.truncated === true ? dnsPacket.TRUNCATED_RESPONSE : 0);
  return dnsPacket.encode({
    type: 'response',
    ...(query.id === undefined ? {} : { id: query.id }),
    flags: flags | (reply.rcode ?? 0),
    questions: query.questions ?? [],
    answers: [...(reply.answers ?? [])],
    authorities: [...(reply.authorities ?? [])],
  });
}

/** A SOA record as an authority section has it. */
export function soa(owner: string, ttl: number, minimum: number): Answer {
  const data = {
    mname: `ns.${owner}`,
    rname: `hostmaster.${owner}`,
    serial: 1,
    refresh: 7200,
    retry: 900,
    expire: 1_209_600,
    minimum,
  };
  return { type: 'SOA', name: owner, ttl, data };
}

export const NXDOMAIN = 3;
export const SERVFAIL = 2;
export const REFUSED = 5;
