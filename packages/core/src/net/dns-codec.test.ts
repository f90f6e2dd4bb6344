import dnsPacket from 'dns-packet';
import * as fc from 'fast-check';
import { expect, test, inject } from 'vitest';
import { encodeReply, NXDOMAIN, soa } from '../../test/dns-server.ts';
import { addressesIn } from './dns-answer.ts';
import { decodeAnswer, encodeQuery, type DnsQuestion } from './dns-codec.ts';

const question: DnsQuestion = { id: 4711, name: 'boot-abcd1234.c1.example.com', type: 'A' };
const query = dnsPacket.decode(encodeQuery(question));

function outcome(packet: Buffer): string {
  try {
    return decodeAnswer(packet, question, 'udp') === null ? 'unrelated' : 'answer';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

test('fuzz: random bytes never crash the decoder', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      expect(['unrelated', 'answer', 'DNS_MALFORMED']).toContain(outcome(Buffer.from(bytes)));
    }),
    { numRuns: inject('fuzzRuns') },
  );
});

test('fuzz: random bytes behind our own id and question never crash it either', () => {
  const head = encodeReply(query, {});
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 40 }), { minLength: 3, maxLength: 3 }),
      fc.uint8Array({ maxLength: 600 }),
      (counts, tail) => {
        const packet = Buffer.concat([head, tail]);
        for (const [index, count] of counts.entries()) packet.writeUInt16BE(count, 6 + index * 2);
        expect(['unrelated', 'answer', 'DNS_MALFORMED']).toContain(outcome(packet));
      },
    ),
    { numRuns: inject('fuzzRuns') },
  );
});

test('fuzz: a sound answer with any byte changed is an answer, malformed or unrelated, and nothing else', () => {
  const sound = encodeReply(query, {
    answers: [
      { type: 'CNAME', name: question.name, ttl: 60, data: 'vpce.example.com' },
      { type: 'A', name: 'vpce.example.com', ttl: 60, data: '10.0.0.1' },
    ],
    authorities: [soa('example.com', 300, 60)],
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat({ max: sound.length - 1 }), fc.nat({ max: 255 })), { maxLength: 4 }),
      (changes) => {
        const packet = Buffer.from(sound);
        for (const [at, byte] of changes) packet.writeUInt8(byte, at);
        expect(['unrelated', 'answer', 'DNS_MALFORMED']).toContain(outcome(packet));
      },
    ),
    { numRuns: inject('fuzzRuns') },
  );
});

test('rcode, flags, TTLs and the SOA of a negative answer are kept', () => {
  const packet = encodeReply(query, { rcode: NXDOMAIN, authorities: [soa('Example.COM', 900, 86_400)] });
  expect(decodeAnswer(packet, question, 'tcp')).toEqual({
    type: 'A',
    rcode: 'NXDOMAIN',
    flags: { aa: false, tc: false, ra: true, ad: false },
    via: 'tcp',
    records: [],
    soa: { owner: 'example.com', ttl: 900, minimum: 86_400, negativeTtl: 900 },
  });
});

test('the question is compared without case; another id, name, type or count of questions is none of ours', () => {
  const answers = [{ type: 'A' as const, name: question.name, ttl: 1, data: '10.0.0.1' }];
  const asked = (name: string, type: 'A' | 'AAAA' = 'A', id = question.id): Buffer =>
    encodeReply({ ...query, id, questions: [{ name, type }] }, { answers });
  expect(outcome(asked(question.name.toUpperCase()))).toBe('answer');
  expect(outcome(asked('other.example.com'))).toBe('unrelated');
  expect(outcome(asked(question.name, 'AAAA'))).toBe('unrelated');
  expect(outcome(asked(question.name, 'A', 1))).toBe('unrelated');
  expect(outcome(encodeReply({ ...query, questions: [] }, { answers }))).toBe('unrelated');
  expect(outcome(encodeReply({ ...query, questions: [] }, { rcode: 1 }))).toBe('answer');
  expect(outcome(encodeQuery(question))).toBe('unrelated');
});

test('too many records are malformed', () => {
  const answers = Array.from({ length: 300 }, (_, index) => ({
    type: 'A' as const,
    name: question.name,
    ttl: 1,
    data: `10.0.${index >> 8}.${index & 255}`,
  }));
  expect(outcome(encodeReply(query, { answers }))).toBe('DNS_MALFORMED');
});

test('names and texts keep nothing that a terminal would obey', () => {
  const packet = encodeReply(query, {
    answers: [{ type: 'CNAME', name: question.name, ttl: 1, data: 'a\x1b[31m.example.com' }],
  });
  expect(decodeAnswer(packet, question, 'udp')?.records[0]?.data).toBe('a\\u{1b}[31m.example.com');
});

test('CNAMEs are followed as far as the answer goes, and a loop is malformed', () => {
  const chain = encodeReply(query, {
    answers: [
      { type: 'A', name: 'end.example.com', ttl: 1, data: '10.0.0.9' },
      { type: 'CNAME', name: question.name, ttl: 1, data: 'middle.example.com' },
      { type: 'CNAME', name: 'middle.example.com', ttl: 1, data: 'end.example.com' },
      { type: 'A', name: 'unrelated.example.com', ttl: 1, data: '10.9.9.9' },
    ],
  });
  const answer = decodeAnswer(chain, question, 'udp');
  expect(answer && addressesIn(answer, question.name)).toEqual(['10.0.0.9']);
  const loop = decodeAnswer(
    encodeReply(query, { answers: [{ type: 'CNAME', name: question.name, ttl: 1, data: question.name }] }),
    question,
    'udp',
  );
  expect(() => loop && addressesIn(loop, question.name)).toThrow(
    expect.objectContaining({ code: 'DNS_MALFORMED' }),
  );
});

test('a record of another class is no answer', () => {
  const packet = encodeReply(query, {
    answers: [
      { type: 'A', class: 'CH', name: question.name, ttl: 60, data: '10.0.0.1' },
      { type: 'A', name: question.name, ttl: 60, data: '10.0.0.2' },
    ],
  });
  expect(decodeAnswer(packet, question, 'udp')?.records.map(({ data }) => data)).toEqual(['10.0.0.2']);
});
