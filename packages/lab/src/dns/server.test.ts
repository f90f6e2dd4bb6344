import { createSocket } from 'node:dgram';
import { promises as dns } from 'node:dns';
import { once } from 'node:events';
import { connect } from 'node:net';
import dnsPacket, { type DecodedPacket, type OptAnswer, type Packet } from 'dns-packet';
import * as fc from 'fast-check';
import { expect, test, inject } from 'vitest';
import { type DnsServer, type DnsServerOptions, startDnsServer } from './server.ts';
import type { Zone } from './zone-data.ts';

const Z = 'kafka-serverless.us-east-1.amazonaws.com';
const NAME = `b97-abcd1234.c1.${Z}`;
const WILDCARD: Zone = { apex: Z, records: [{ name: '*', type: 'A', values: ['127.0.0.5'] }] };

function start(options: Partial<DnsServerOptions> = {}): Promise<DnsServer> {
  return startDnsServer({ zones: [WILDCARD], ...options });
}

function resolver({ address, port }: DnsServer, timeout = 2000): dns.Resolver {
  const asked = new dns.Resolver({ timeout, tries: 1 });
  asked.setServers([`${address}:${port}`]);
  return asked;
}

function query(name = NAME, rest: Partial<Packet> = {}): Buffer {
  return dnsPacket.encode({
    type: 'query',
    id: 4711,
    flags: dnsPacket.RECURSION_DESIRED,
    questions: [{ type: 'A', name }],
    ...rest,
  });
}

function opt(rest: Partial<OptAnswer> = {}): OptAnswer {
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize: 4096,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
    ...rest,
  };
}

async function rawUdp({ address, port }: DnsServer, packet: Buffer): Promise<Buffer> {
  const socket = createSocket('udp4');
  try {
    socket.send(packet, port, address);
    const [message] = (await once(socket, 'message', { signal: AbortSignal.timeout(5000) })) as [Buffer];
    return message;
  } finally {
    socket.close();
  }
}

async function udp(server: DnsServer, packet: Buffer): Promise<DecodedPacket> {
  return dnsPacket.decode(await rawUdp(server, packet));
}

/** Everything that comes back on one TCP connection until it ends, or until `messages` have come. */
async function tcp({ address, port }: DnsServer, bytes: Buffer, messages: number): Promise<DecodedPacket[]> {
  const socket = connect(port, address);
  const read: DecodedPacket[] = [];
  let unread = Buffer.alloc(0);
  socket.write(bytes);
  socket.setTimeout(5000, () => socket.destroy(new Error('no answer over TCP within the deadline')));
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      unread = Buffer.concat([unread, chunk]);
      while (unread.length >= 2 && unread.length >= 2 + unread.readUInt16BE(0)) {
        read.push(dnsPacket.decode(unread.subarray(2, 2 + unread.readUInt16BE(0))));
        unread = unread.subarray(2 + unread.readUInt16BE(0));
      }
      if (read.length >= messages) break;
    }
  } finally {
    socket.destroy();
  }
  return read;
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

test("node's resolver gets addresses, NXDOMAIN and no data", async () => {
  await using server = await start();
  const asked = resolver(server);
  expect(await asked.resolve4(NAME, { ttl: true })).toEqual([{ address: '127.0.0.5', ttl: 60 }]);
  await expect(asked.resolve6(NAME)).rejects.toMatchObject({ code: 'ENODATA' });
  await expect(asked.resolve4('nowhere.example.org')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  expect(await asked.resolveSoa(Z)).toMatchObject({ hostmaster: 'awsdns-hostmaster.amazon.com' });
});

test('zones and faults change while it runs, and bad ones leave the old in place', async () => {
  await using server = await start();
  const asked = resolver(server);
  server.setZones([{ apex: Z, records: [{ name: 'boot-abcd1234.c1', type: 'A', values: ['127.0.0.6'] }] }]);
  await expect(asked.resolve4(NAME)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  expect(() => server.setZones([WILDCARD, WILDCARD])).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID' }),
  );
  await expect(asked.resolve4(NAME)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  server.setZones([WILDCARD]);
  expect(await asked.resolve4(NAME)).toEqual(['127.0.0.5']);
  server.setFaults([{ name: '*', fault: { rcode: 'SERVFAIL' } }]);
  await expect(asked.resolve4(NAME)).rejects.toMatchObject({ code: 'ESERVFAIL' });
  server.setFaults([]);
  expect(await asked.resolve4(NAME)).toEqual(['127.0.0.5']);
});

test('a rule that is not valid is refused with every mistake', async () => {
  await using server = await start();
  const rules = [
    { name: '*', fault: { rcode: 'OOPS', colour: 1 } },
    { fault: { delayMs: 5 } },
    { name: '*', fault: {} },
  ];
  expect(() => server.setFaults(rules as never)).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(
        /\/0\/fault .*colour.*\/0\/fault\/rcode .*SERVFAIL.*\/1 .*'name'.*\/2\/fault /su,
      ),
    }),
  );
});

test('the question comes back byte for byte, case included, over UDP and TCP', async () => {
  await using server = await start();
  const mixed = 'B97-aBcD1234.c1.Kafka-Serverless.us-EAST-1.amazonaws.com';
  const [overTcp] = await tcp(server, framed(query(mixed)), 1);
  for (const answer of [await udp(server, query(mixed)), overTcp]) {
    expect(answer).toMatchObject({
      id: 4711,
      flag_rd: true,
      questions: [{ name: mixed }],
      answers: [{ name: mixed }],
    });
  }
});

test('a resolver sets RA, an authoritative server AA', async () => {
  await using plain = await start();
  expect(await udp(plain, query())).toMatchObject({ flag_ra: true, flag_aa: false });
  await using authoritative = await start({ role: 'authoritative', outside: 'REFUSED' });
  expect(await udp(authoritative, query())).toMatchObject({ flag_ra: false, flag_aa: true });
  expect(await udp(authoritative, query('example.org'))).toMatchObject({ rcode: 'REFUSED', flag_aa: false });
});

test('an answer that does not fit is cut off over UDP, and whole over TCP and for a larger EDNS size', async () => {
  const values = Array.from({ length: 20 }, (_, index) => `127.0.1.${index}`);
  await using server = await start({ zones: [{ apex: Z, records: [{ name: '*', type: 'A', values }] }] });
  expect(await udp(server, query())).toMatchObject({ flag_tc: true, answers: [] });
  const large = await udp(server, query(NAME, { additionals: [opt()] }));
  expect(large).toMatchObject({ flag_tc: false, additionals: [{ type: 'OPT', udpPayloadSize: 1232 }] });
  expect(large.answers).toHaveLength(20);
  expect((await tcp(server, framed(query()), 1))[0]?.answers).toHaveLength(20);
  expect(await resolver(server).resolve4(NAME)).toHaveLength(20);
});

test('several questions on one TCP connection, in pieces, are all answered', async () => {
  await using server = await start();
  const bytes = Buffer.concat([1, 2, 3].map((id) => framed(query(NAME, { id }))));
  const { address, port } = server;
  const socket = connect(port, address);
  const ids: number[] = [];
  let unread = Buffer.alloc(0);
  for (const byte of bytes) socket.write(Buffer.of(byte));
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    unread = Buffer.concat([unread, chunk]);
    while (unread.length >= 2 && unread.length >= 2 + unread.readUInt16BE(0)) {
      ids.push(dnsPacket.decode(unread.subarray(2)).id ?? 0);
      unread = unread.subarray(2 + unread.readUInt16BE(0));
    }
    if (ids.length === 3) break;
  }
  expect(new Set(ids)).toEqual(new Set([1, 2, 3]));
});

test('what cannot be answered gets the rcode that says so', async () => {
  await using server = await start();
  const noQuestion = query(NAME, { questions: [] });
  const twoQuestions = query(NAME, {
    questions: [
      { type: 'A', name: NAME },
      { type: 'A', name: Z },
    ],
  });
  const dotInLabel = query('a-b.example');
  dotInLabel.write('.', 14);
  const cut = query().subarray(0, 20);
  for (const packet of [noQuestion, twoQuestions, dotInLabel, cut]) {
    expect(await udp(server, packet)).toMatchObject({ id: 4711, rcode: 'FORMERR' });
  }
  expect(await udp(server, query(NAME, { flags: 5 << 11 }))).toMatchObject({
    rcode: 'NOTIMP',
    opcode: 'UPDATE',
  });
  expect(
    await udp(server, query(NAME, { questions: [{ type: 'A', name: NAME, class: 'CH' }] })),
  ).toMatchObject({ rcode: 'NOTIMP' });
  const badVersion = await udp(server, query(NAME, { additionals: [opt({ ednsVersion: 1 })] }));
  expect(badVersion).toMatchObject({ additionals: [{ type: 'OPT', extendedRcode: 1 }] });
});

test('fuzz: it outlives whatever is sent to it', async () => {
  await using server = await start();
  const sender = createSocket('udp4');
  const mangled = fc
    .tuple(fc.nat(query().length - 1), fc.uint8Array({ minLength: 1, maxLength: 4 }))
    .map(([at, bytes]) => {
      const packet = query(NAME, { additionals: [opt()] });
      packet.set(bytes.subarray(0, packet.length - at), at);
      return new Uint8Array(packet);
    });
  try {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 600 }), mangled), async (bytes) => {
        await new Promise<void>((resolve) =>
          sender.send(bytes, server.port, server.address, () => resolve()),
        );
      }),
      { numRuns: inject('fuzzRuns') },
    );
  } finally {
    sender.close();
  }
  expect(await tcp(server, framed(Buffer.alloc(3)), 1)).toEqual([]);
  expect(await resolver(server).resolve4(NAME)).toEqual(['127.0.0.5']);
});

test('it remembers every question with how it came, faulty ones included', async () => {
  await using server = await start({
    faults: [{ name: NAME, via: 'udp', fault: { truncate: true } }],
    now: () => 42,
  });
  expect(await resolver(server).resolve4(NAME)).toEqual(['127.0.0.5']);
  const asked = { name: NAME, type: 'A', at: 42 };
  expect(server.queries()).toEqual([
    { ...asked, via: 'udp' },
    { ...asked, via: 'tcp' },
  ]);
  server.clearQueries();
  expect(server.queries()).toEqual([]);
});

test('a question that waits for its delayed answer does not hold up close', async () => {
  const server = await start({ faults: [{ name: '*', fault: { delayMs: 600_000 } }] });
  const asked = resolver(server, 60_000);
  const waiting = asked.resolve4(NAME);
  while (server.queries().length === 0) await new Promise((resolve) => setImmediate(resolve));
  await server.close();
  await server.close();
  asked.cancel();
  await expect(waiting).rejects.toMatchObject({ code: 'ECANCELLED' });
});

test('UDP and TCP share the port, and a taken one is an error with a code', async () => {
  await using server = await start();
  await expect(start({ port: server.port })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    details: { why: 'EADDRINUSE' },
  });
});
