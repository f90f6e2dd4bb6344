import { createSocket } from 'node:dgram';
import { promises as dns } from 'node:dns';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import dnsPacket from 'dns-packet';
import { expect, test } from 'vitest';
import { dnsFaultRuleSchema, type DnsFault, type DnsFaultRule } from './fault-rules.ts';
import * as kinds from './faults/all.ts';
import { type DnsServer, startDnsServer } from './server.ts';

const Z = 'kafka-serverless.us-east-1.amazonaws.com';
const NAME = `b97-abcd1234.c1.${Z}`;

function start(...faults: DnsFaultRule[]): Promise<DnsServer> {
  const zones = [{ apex: Z, records: [{ name: '*', type: 'A' as const, values: ['127.0.0.5'] }] }];
  return startDnsServer({ zones, faults });
}

function resolver({ address, port }: DnsServer, timeout = 2000): dns.Resolver {
  const asked = new dns.Resolver({ timeout, tries: 1 });
  asked.setServers([`${address}:${port}`]);
  return asked;
}

function query(name: string, type: 'A' | 'AAAA' = 'A'): Buffer {
  return dnsPacket.encode({ type: 'query', id: 4711, questions: [{ type, name }] });
}

async function udp({ address, port }: DnsServer, packet: Buffer): Promise<Buffer> {
  const socket = createSocket('udp4');
  try {
    socket.send(packet, port, address);
    const [message] = (await once(socket, 'message', { signal: AbortSignal.timeout(5000) })) as [Buffer];
    return message;
  } finally {
    socket.close();
  }
}

test.each([
  ['SERVFAIL', 'ESERVFAIL'],
  ['REFUSED', 'EREFUSED'],
  ['NXDOMAIN', 'ENOTFOUND'],
  ['NOTIMP', 'ENOTIMP'],
  ['FORMERR', 'EFORMERR'],
] as const)('rcode %s reaches the client as %s', async (rcode, code) => {
  await using server = await start({ name: '*', fault: { rcode } });
  await expect(resolver(server).resolve4(NAME)).rejects.toMatchObject({ code });
});

test('a scripted NXDOMAIN carries the SOA of its zone, another rcode nothing', async () => {
  await using server = await start(
    { name: 'b97-*', fault: { rcode: 'NXDOMAIN' } },
    { name: '*', fault: { rcode: 'SERVFAIL' } },
  );
  const missing = dnsPacket.decode(await udp(server, query(NAME)));
  expect(missing).toMatchObject({ rcode: 'NXDOMAIN', authorities: [{ type: 'SOA', name: Z, ttl: 900 }] });
  expect(dnsPacket.decode(await udp(server, query(Z)))).toMatchObject({ rcode: 'SERVFAIL', authorities: [] });
});

test('name, type and transport choose; the first rule that matches decides', async () => {
  await using server = await start(
    { name: 'b98-*', type: 'A', fault: { addresses: ['127.0.0.8'] } },
    { name: `*.c1.${Z}`, via: 'tcp', fault: { addresses: ['127.0.0.9'] } },
    { name: 'b98-*', fault: { addresses: ['127.0.0.10', '::1'] } },
  );
  const asked = resolver(server);
  expect(await asked.resolve4(NAME)).toEqual(['127.0.0.5']);
  expect(await asked.resolve4(`B98-x.c1.${Z}`)).toEqual(['127.0.0.8']);
  expect(await asked.resolve6(`b98-x.c1.${Z}`)).toEqual(['::1']);
});

test('a rule with times is used up, and the next one takes over', async () => {
  await using server = await start(
    { name: '*', times: 2, fault: { rcode: 'SERVFAIL' } },
    { name: '*', times: 1, fault: { rcode: 'REFUSED' } },
  );
  const answers: unknown[] = [];
  for (let round = 0; round < 4; round++) {
    answers.push(dnsPacket.decode(await udp(server, query(NAME))));
  }
  expect(answers).toMatchObject(['SERVFAIL', 'SERVFAIL', 'REFUSED', 'NOERROR'].map((rcode) => ({ rcode })));
});

test('silence and a closed connection are what they say', async () => {
  await using server = await start(
    { name: 'silent.*', fault: { silent: true } },
    { name: 'close.*', fault: { close: true } },
  );
  await expect(resolver(server, 300).resolve4(`silent.${Z}`)).rejects.toMatchObject({ code: 'ETIMEOUT' });
  await expect(resolver(server, 300).resolve4(`close.${Z}`)).rejects.toMatchObject({ code: 'ETIMEOUT' });
  const packet = query(`close.${Z}`);
  const socket = connect(server.port, server.address);
  socket.write(Buffer.concat([Buffer.of(0, packet.length), packet]));
  socket.resume();
  await once(socket, 'close', { signal: AbortSignal.timeout(5000) });
});

test('a truncated answer sends the client to TCP, where a second rule may wait', async () => {
  await using server = await start({ name: '*', via: 'udp', fault: { truncate: true } });
  expect(await resolver(server).resolve4(NAME)).toEqual(['127.0.0.5']);
  server.setFaults([
    { name: '*', via: 'udp', fault: { truncate: true } },
    { name: '*', via: 'tcp', fault: { close: true } },
  ]);
  await expect(resolver(server).resolve4(NAME)).rejects.toMatchObject({ code: expect.stringMatching(/^E/u) });
  expect(server.queries().filter(({ via }) => via === 'tcp').length).toBeGreaterThanOrEqual(2);
});

test('an answer that is held back comes, after the ones asked later', async () => {
  await using server = await start({ name: 'late.*', fault: { delayMs: 200 } });
  const order: string[] = [];
  const ask = async (label: string): Promise<void> => {
    await udp(server, query(`${label}.${Z}`));
    order.push(label);
  };
  const late = ask('late');
  await ask('soon');
  await late;
  expect(order).toEqual(['soon', 'late']);
});

test('addresses and TTL override the zone, also together and for a name that does not exist', async () => {
  await using server = await start({ name: '*', fault: { addresses: ['255.255.255.255'], ttl: 7 } });
  const answer = dnsPacket.decode(await udp(server, query('b1.example.org')));
  expect(answer).toMatchObject({ rcode: 'NOERROR', answers: [{ data: '255.255.255.255', ttl: 7 }] });
  const other = dnsPacket.decode(await udp(server, query(NAME, 'AAAA')));
  expect(other).toMatchObject({ rcode: 'NOERROR', answers: [], authorities: [{ type: 'SOA', ttl: 7 }] });
});

test.each(['random', 'empty', 'cut', 'compression-loop', 'count'] as const)(
  'garbage %s is no DNS answer',
  async (garbage) => {
    await using server = await start({ name: '*', fault: { garbage } });
    const packet = await udp(server, query(NAME));
    expect(() => dnsPacket.decode(packet)).toThrow(Error);
  },
);

test('a wrong id and a wrong name are proper answers to something else', async () => {
  await using server = await start(
    { name: '*', times: 1, fault: { garbage: 'wrong-id' } },
    { name: '*', fault: { garbage: 'wrong-name' } },
  );
  expect(dnsPacket.decode(await udp(server, query(NAME)))).toMatchObject({
    id: 4712,
    questions: [{ name: NAME }],
  });
  expect(dnsPacket.decode(await udp(server, query(NAME)))).toMatchObject({
    id: 4711,
    questions: [{ name: `z${NAME.slice(1)}` }],
  });
});

test('every file of faults is registered, with a description and examples that its schema accepts', async () => {
  const files = readdirSync(new URL('faults', import.meta.url)).filter(
    (file) => file !== 'all.ts' && !file.includes('.test.'),
  );
  expect(Object.keys(kinds)).toHaveLength(files.length);
  const { properties } = dnsFaultRuleSchema as { properties: { fault: { properties: object } } };
  expect(Object.keys(properties.fault.properties).sort()).toEqual(Object.keys(kinds).sort());
  for (const [key, { schema }] of Object.entries(kinds)) {
    expect(schema.description).toMatch(/^[A-Z].*\.$/su);
    const rules = schema.examples.map((value) => ({ name: '*', fault: { [key]: value } as DnsFault }));
    expect(rules).not.toEqual([]);
    await (await start(...rules)).close();
  }
});

test('shuffled answers hold a part of the records, another one from time to time', async () => {
  const values = ['127.0.0.5', '127.0.0.6', '127.0.0.7'];
  const zones = [{ apex: Z, records: [{ name: '*', type: 'A' as const, values }] }];
  const faults = [{ name: '*', fault: { shuffle: 2 } }];
  let turn = 0;
  const random = (size: number): Buffer =>
    Buffer.from([1, 2, 0].map((key) => (key + turn++) % 3)).subarray(0, size);
  await using server = await startDnsServer({ zones, faults, random });
  const asked = resolver(server);
  const answers = [await asked.resolve4(NAME), await asked.resolve4(NAME)];
  expect(answers.map((answer) => answer.length)).toEqual([2, 2]);
  expect(answers.flat().every((address) => values.includes(address))).toBe(true);
});
