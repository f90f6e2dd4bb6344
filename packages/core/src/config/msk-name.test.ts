import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatBroker, parseMskName, sentinelNames } from './msk-name.ts';

const ID = 'a1b2c3d4';

test.each([
  [
    'boot-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonaws.com',
    'serverless',
    'bootstrap',
    null,
    'us-east-1',
    'aws',
  ],
  [
    'b97-a1b2c3d4.c2.kafka-serverless.eu-west-3.amazonaws.com',
    'serverless',
    'broker',
    97,
    'eu-west-3',
    'aws',
  ],
  [
    'b0001-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonaws.com',
    'serverless',
    'broker',
    1,
    'us-east-1',
    'aws',
  ],
  [
    'B97-A1B2C3D4.C1.Kafka-Serverless.us-east-1.AMAZONAWS.com.',
    'serverless',
    'broker',
    97,
    'us-east-1',
    'aws',
  ],
  [
    'b-1.demo.abc123.c3.kafka.us-gov-west-1.amazonaws.com',
    'provisioned',
    'broker',
    1,
    'us-gov-west-1',
    'aws-us-gov',
  ],
  [
    'b-2.demo.abc123.c3.kafka.cn-north-1.amazonaws.com.cn',
    'provisioned',
    'broker',
    2,
    'cn-north-1',
    'aws-cn',
  ],
  [
    'b-3.demo.abc123.c3.kafka.eusc-de-east-1.amazonaws.eu',
    'provisioned',
    'broker',
    3,
    'eusc-de-east-1',
    'aws-eusc',
  ],
  ['b-1.eu-west-1.abc123.c3.kafka.us-east-2.amazonaws.com', 'provisioned', 'broker', 1, 'us-east-2', 'aws'],
])('reads %s', (host, kind, role, brokerId, region, partition) => {
  expect(parseMskName(host)).toMatchObject({ kind, role, brokerId, region, partition });
});

test('reads the public form and multi-VPC names of provisioned clusters', () => {
  const open = parseMskName('b-1-public.demo.abc123.c3.kafka.us-east-1.amazonaws.com');
  expect(open).toMatchObject({ access: 'public', clusterId: 'demo.abc123' });
  const multi = parseMskName('b-1.iam.demo.abc123.c3.kafka.us-east-1.amazonaws.com');
  expect(multi).toMatchObject({ access: 'multi-vpc', auth: 'iam', clusterId: 'demo.abc123' });
  const namedIam = parseMskName('b-1.iam.abc123.c3.kafka.us-east-1.amazonaws.com');
  expect(namedIam).toMatchObject({ clusterId: 'iam.abc123' });
  expect(namedIam?.access).toBeUndefined();
});

test.each([
  'kafka-serverless.us-east-1.amazonaws.com.evil.example',
  'boot-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonaws.com.evil.example',
  'boot-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonaws.com.cn',
  'boot-a1b2c3d4.c1.kafka-serverless.cn-north-1.amazonaws.com',
  'boot-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonaws.co',
  'boot-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonawsxcom',
  'boot-a1b2c3d4.c1.kafka-serverless.useast1.amazonaws.com',
  'boot-a1b2c3d4.kafka-serverless.us-east-1.amazonaws.com',
  'boot-a1b2c3.c1.kafka-serverless.us-east-1.amazonaws.com',
  'boot-a1b2c3d4e.c1.kafka-serverless.us-east-1.amazonaws.com',
  'b123456-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonaws.com',
  'b-1.c1.kafka-serverless.us-east-1.amazonaws.com',
  'x.boot-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonaws.com',
  'boot-a1b2c3d4.c0.kafka-serverless.us-east-1.amazonaws.com',
  'boot-a1b2c3d4..c1.kafka-serverless.us-east-1.amazonaws.com',
  'boot-a1b2c3d4.c1.\u212Aafka-serverless.us-east-1.amazonaws.com',
  'boot-a1b2c3d4\u0000.c1.kafka-serverless.us-east-1.amazonaws.com',
  'boot-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonaws.com\n',
  'boot-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonaws.com..',
  `b-1.${'a'.repeat(64)}.abc123.c1.kafka.us-east-1.amazonaws.com`,
  '127.0.0.1',
  '',
])('refuses %j', (host) => {
  expect(parseMskName(host)).toBeNull();
});

const region = fc.constantFrom('us-east-1', 'eu-central-2', 'ap-southeast-7', 'us-gov-east-1');
const clusterId = fc.stringMatching(/^[a-z0-9]{8}$/);
const shard = fc.integer({ min: 1, max: 99 });

test('a formatted broker reads back as the same broker of the same cluster', () => {
  const provisioned = fc
    .tuple(
      fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,40}$/),
      fc.stringMatching(/^[a-z0-9]{3,10}$/),
      fc.constantFrom('', '-public'),
    )
    .map(([name, hash, open]) => ({ head: `b-1${open}.${name}.${hash}`, service: 'kafka' }));
  const serverless = clusterId.map((id) => ({ head: `boot-${id}`, service: 'kafka-serverless' }));
  const ids = fc.integer({ min: 0, max: 99_999 });
  fc.assert(
    fc.property(
      fc.oneof(serverless, provisioned),
      shard,
      region,
      ids,
      ({ head, service }, cell, where, id) => {
        const bootstrap = parseMskName(`${head}.c${cell}.${service}.${where}.amazonaws.com`);
        const broker = bootstrap === null ? null : parseMskName(formatBroker(bootstrap, id));
        expect(broker).toEqual({ ...bootstrap, role: 'broker', brokerId: id });
      },
    ),
    { numRuns: 1000 },
  );
});

test('a name with anything before or after it is none', () => {
  fc.assert(
    fc.property(
      clusterId,
      shard,
      region,
      fc.string({ unit: 'binary', maxLength: 20 }),
      (id, cell, where, extra) => {
        const name = `boot-${id}.c${cell}.kafka-serverless.${where}.amazonaws.com`;
        const around = [`${name}${extra}`, `${extra}${name}`].filter(
          (text) => text !== name && text !== `${name}.`,
        );
        expect(around.map(parseMskName).filter((read) => read !== null)).toEqual([]);
      },
    ),
    { numRuns: 1000 },
  );
});

test('no input makes it throw, and nothing but LDH labels ever passes', () => {
  const labels = fc.array(
    fc.constantFrom(
      'b1',
      `boot-${ID}`,
      'c1',
      'kafka-serverless',
      'kafka',
      'us-east-1',
      'amazonaws',
      'com',
      'evil',
      '',
      'ｋ',
    ),
    {
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        labels.map((parts) => parts.join('.')),
      ),
      (text) => {
        const name = parseMskName(text);
        const sound = name === null || /^[a-z0-9.-]+\.amazonaws\.com\.?$/i.test(text);
        expect(sound).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

test('broker ids outside the grammar are refused', () => {
  const name = parseMskName(`boot-${ID}.c1.kafka-serverless.us-east-1.amazonaws.com`);
  if (name === null) throw new Error('the name is sound');
  for (const id of [-1, 1.5, 100_000, Number.NaN]) expect(() => formatBroker(name, id)).toThrow(RangeError);
});

test('the names to probe are of the same zone, and of another cluster', () => {
  const name = parseMskName(`b97-${ID}.c1.kafka-serverless.us-east-1.amazonaws.com`);
  if (name === null) throw new Error('the name is sound');
  expect(sentinelNames(name)).toEqual({
    sentinel: `b99999-${ID}.c1.kafka-serverless.us-east-1.amazonaws.com`,
    foreignSameShard: 'boot-mskreach.c1.kafka-serverless.us-east-1.amazonaws.com',
    foreignOtherShard: 'boot-mskreach.c2.kafka-serverless.us-east-1.amazonaws.com',
    apex: 'kafka-serverless.us-east-1.amazonaws.com',
    shardApex: 'c1.kafka-serverless.us-east-1.amazonaws.com',
    control: 'amazonaws.com',
  });
  const own = sentinelNames({ ...name, clusterId: 'mskreach', shard: 'c7' });
  expect(own.foreignSameShard).toBe('boot-mskreac0.c7.kafka-serverless.us-east-1.amazonaws.com');
  expect(own.foreignOtherShard).toBe('boot-mskreac0.c1.kafka-serverless.us-east-1.amazonaws.com');
});
