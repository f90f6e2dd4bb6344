import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMskName } from '../config/msk-name.ts';
import { hostPolicy } from './name-policy.ts';

const bootstrapHost = 'boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com';
const zone = 'c1.kafka-serverless.us-east-1.amazonaws.com';
const endpoint = {
  bootstraps: [{ host: bootstrapHost, port: 9098, name: parseMskName(bootstrapHost) }],
  allowedHosts: [],
};
const policy = hostPolicy(endpoint);

test("the cluster's own names are allowed, whatever their case and with the root's dot", () => {
  for (const host of [
    bootstrapHost,
    `b97-abcd1234.${zone}`,
    `b0001-abcd1234.${zone}`,
    `B97-ABCD1234.${zone}.`,
  ]) {
    expect({ host, ...policy(host, 9098) }).toEqual({ host, allowed: true });
  }
});

test.each([
  ['another cluster', `b97-abcd1235.${zone}`],
  ['another shard', 'b97-abcd1234.c2.kafka-serverless.us-east-1.amazonaws.com'],
  ['another Region', 'b97-abcd1234.c1.kafka-serverless.us-east-2.amazonaws.com'],
  ['the provisioned domain', 'b-1.abcd1234.c1.kafka.us-east-1.amazonaws.com'],
  ['a suffix of another domain', `b97-abcd1234.${zone}.evil.example`],
  ['no dot before the apex', `xb97-abcd1234.${zone}`],
  ['a label more', `b97-abcd1234.x.${zone}`],
  ['a look-alike suffix', 'b97-abcd1234.c1.kafka-serverless.us-east-1.amaz0naws.com'],
  [
    'a letter that only lower case makes a k',
    `b97-abcd1234.c1.\u212aafka-serverless.us-east-1.amazonaws.com`,
  ],
  ['two dots at the end', `b97-abcd1234.${zone}..`],
  ['a NUL', `b97-abcd1234.${zone}\0.evil.example`],
  ['a space', ` b97-abcd1234.${zone}`],
  ['a line break', `b97-abcd1234.${zone}\n`],
  ['an empty name', ''],
  ['an IPv4 address', '127.0.0.1'],
  ['an IPv4 address as one number', '2130706433'],
  ['an IPv6 address', '::1'],
  ['localhost', 'localhost'],
])('%s is refused', (_what, host) => {
  expect(policy(host, 9098)).toMatchObject({ allowed: false });
});

test('no port outside 1..65535', () => {
  for (const port of [0, -1, 65_536, 1.5, Number.NaN])
    expect(policy(bootstrapHost, port)).toMatchObject({ allowed: false });
  expect(policy(bootstrapHost, 65_535)).toEqual({ allowed: true });
});

test('allowed hosts are allowed, their neighbours are not, and addresses never', () => {
  const own = hostPolicy({ bootstraps: [], allowedHosts: ['kafka.example.com', '*.brokers.example.com'] });
  expect(own('kafka.example.com', 9092)).toEqual({ allowed: true });
  expect(own('B1.brokers.example.com.', 9092)).toEqual({ allowed: true });
  for (const host of [
    'brokers.example.com',
    'evilkafka.example.com',
    'xbrokers.example.com',
    '10.0.0.1',
    bootstrapHost,
  ]) {
    expect({ host, ...own(host, 9092) }).toMatchObject({ host, allowed: false });
  }
});

test('whatever is allowed is a name of this very cluster', () => {
  const label = fc.string({ unit: fc.constantFrom(...Array.from('abcdkA-.019\u212a\0 ')), maxLength: 12 });
  const lookAlike = fc
    .tuple(
      label,
      fc.nat({ max: 120_000 }),
      fc.constantFrom('abcd1234', 'abcd1235', 'ABCD1234'),
      label,
      fc.constantFrom(zone, zone.toUpperCase(), `${zone}.`, `${zone}.x`, 'c1.kafka.us-east-1.amazonaws.com'),
    )
    .map(([before, id, cluster, between, apex]) => `${before}b${id}-${cluster}${between}.${apex}`);
  fc.assert(
    fc.property(fc.oneof(lookAlike, fc.string({ unit: 'binary' }), fc.domain()), (host) => {
      const exact = /^(?:boot|b\d{1,5})-abcd1234\.c1\.kafka-serverless\.us-east-1\.amazonaws\.com\.?$/;
      const ascii = Buffer.byteLength(host) === host.length;
      expect(policy(host, 9098).allowed).toBe(ascii && exact.test(host.toLowerCase()));
    }),
    { numRuns: 5_000 },
  );
});
