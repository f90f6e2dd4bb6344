import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMskReachError } from '../errors.ts';
import { type Api, decodeResponse, encodeRequest, negotiate } from './api.ts';
import { apiVersions } from './apis/api-versions.ts';
import { describeGroups } from './apis/describe-groups.ts';
import { findCoordinator } from './apis/find-coordinator.ts';
import { metadata } from './apis/metadata.ts';
import { saslAuthenticate } from './apis/sasl-authenticate.ts';
import { saslHandshake } from './apis/sasl-handshake.ts';
import { oauthBearerPacket } from './oauth-bearer.ts';

/** Made by Apache Kafka's own classes: golden/MakeMessages.java. */
interface Message {
  readonly kind: 'request' | 'response';
  readonly api: string;
  readonly version: number;
  readonly name: string;
  readonly hex: string;
}
const messages = JSON.parse(
  readFileSync(new URL('golden/messages.json', import.meta.url), 'utf8'),
) as readonly Message[];
const CORRELATION_ID = 7;
const header = { correlationId: CORRELATION_ID, clientId: 'msk-reach' };

const versionsOf = (api: Api<never, unknown>): readonly number[] =>
  Array.from({ length: api.maxVersion - api.minVersion + 1 }, (_, index) => api.minVersion + index);

function golden(kind: Message['kind'], api: Api<never, unknown>, version: number, name: string): Buffer {
  const found = messages.find(
    (m) => m.kind === kind && m.api === api.name && m.version === version && m.name === name,
  );
  if (found === undefined) throw new Error(`no golden ${kind} ${api.name} ${version} ${name}`);
  return Buffer.from(found.hex, 'hex');
}

/** The message behind the length of a golden answer. */
const answer = (api: Api<never, unknown>, version: number, name: string): Buffer =>
  golden('response', api, version, name).subarray(4);

describe('requests are the bytes that Kafka itself writes', () => {
  test.each(versionsOf(apiVersions))('ApiVersions %i', (version) => {
    const request = { softwareName: 'msk-reach', softwareVersion: 'unknown' };
    expect(encodeRequest(apiVersions, version, header, request)).toEqual(
      golden('request', apiVersions, version, 'plain'),
    );
  });

  test('SaslHandshake 1', () => {
    expect(encodeRequest(saslHandshake, 1, header, { mechanism: 'OAUTHBEARER' })).toEqual(
      golden('request', saslHandshake, 1, 'plain'),
    );
  });

  test.each(versionsOf(saslAuthenticate))('SaslAuthenticate %i', (version) => {
    const request = { authBytes: oauthBearerPacket('dG9rZW4') };
    expect(encodeRequest(saslAuthenticate, version, header, request)).toEqual(
      golden('request', saslAuthenticate, version, 'plain'),
    );
  });

  test.each(versionsOf(findCoordinator))('FindCoordinator %i', (version) => {
    expect(encodeRequest(findCoordinator, version, header, { group: 'billing-café' })).toEqual(
      golden('request', findCoordinator, version, 'plain'),
    );
  });

  test.each(versionsOf(describeGroups))('DescribeGroups %i', (version) => {
    const request = { groups: ['billing-café'], includeAuthorizedOperations: true };
    expect(encodeRequest(describeGroups, version, header, request)).toEqual(
      golden('request', describeGroups, version, 'plain'),
    );
  });

  test.each(versionsOf(metadata))('Metadata %i', (version) => {
    const none = { topics: [], includeAuthorizedOperations: true };
    const two = { topics: ['orders', 'café'], includeAuthorizedOperations: true };
    expect(encodeRequest(metadata, version, header, none)).toEqual(
      golden('request', metadata, version, 'none'),
    );
    expect(encodeRequest(metadata, version, header, two)).toEqual(
      golden('request', metadata, version, 'topics'),
    );
  });
});

describe('answers that Kafka itself writes are read', () => {
  test.each(versionsOf(apiVersions))('ApiVersions %i, tagged features skipped', (version) => {
    const response = decodeResponse(
      apiVersions,
      version,
      CORRELATION_ID,
      answer(apiVersions, version, 'plain'),
    );
    expect(response).toEqual({
      errorCode: 0,
      ranges: [
        { apiKey: 3, minVersion: 7, maxVersion: 11 },
        { apiKey: 17, minVersion: 0, maxVersion: 1 },
        { apiKey: 18, minVersion: 0, maxVersion: 3 },
        { apiKey: 36, minVersion: 0, maxVersion: 2 },
      ],
    });
  });

  test('ApiVersions: error 35 comes in the form of version 0, whatever was asked', () => {
    const response = decodeResponse(apiVersions, 3, CORRELATION_ID, answer(apiVersions, 0, 'unsupported'));
    expect(response).toEqual({ errorCode: 35, ranges: [{ apiKey: 18, minVersion: 0, maxVersion: 2 }] });
  });

  test('SaslHandshake 1', () => {
    expect(decodeResponse(saslHandshake, 1, CORRELATION_ID, answer(saslHandshake, 1, 'plain'))).toEqual({
      errorCode: 0,
      mechanisms: ['OAUTHBEARER', 'AWS_MSK_IAM'],
    });
    expect(decodeResponse(saslHandshake, 1, CORRELATION_ID, answer(saslHandshake, 1, 'unsupported'))).toEqual(
      {
        errorCode: 33,
        mechanisms: ['PLAIN'],
      },
    );
  });

  test.each(versionsOf(findCoordinator))('FindCoordinator %i', (version) => {
    const read = (name: string): unknown =>
      decodeResponse(findCoordinator, version, CORRELATION_ID, answer(findCoordinator, version, name));
    const host = 'b473-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com';
    expect(read('plain')).toEqual({ errorCode: 0, id: 473, host, port: 9098 });
    expect(read('denied')).toEqual({ errorCode: 30, id: -1, host: '', port: -1 });
  });

  test.each(versionsOf(describeGroups))('DescribeGroups %i', (version) => {
    const read = (name: string): unknown =>
      decodeResponse(describeGroups, version, CORRELATION_ID, answer(describeGroups, version, name));
    const bits = version >= 3 ? 0x148 : null;
    const empty = { members: 0, authorizedOperations: null };
    expect(read('plain')).toEqual({
      groups: [
        { errorCode: 0, name: 'billing-café', state: 'Stable', members: 2, authorizedOperations: bits },
        { ...empty, errorCode: 0, name: 'none', state: 'Dead' },
        { ...empty, errorCode: 30, name: 'secret', state: '' },
      ],
    });
    expect(read('none')).toEqual({ groups: [] });
  });

  test.each(versionsOf(saslAuthenticate))('SaslAuthenticate %i', (version) => {
    const ok = decodeResponse(
      saslAuthenticate,
      version,
      CORRELATION_ID,
      answer(saslAuthenticate, version, 'plain'),
    );
    expect(ok).toEqual({
      errorCode: 0,
      errorMessage: '',
      authBytes: Buffer.alloc(0),
      sessionLifetimeMs: version >= 1 ? 898_000 : 0,
    });
    const refused = answer(saslAuthenticate, version, 'refused');
    expect(decodeResponse(saslAuthenticate, version, CORRELATION_ID, refused)).toMatchObject({
      errorCode: 58,
      errorMessage: '[0b1d7a6e-7f3c-4a53-8f5e-2f3a9c1d4e5f]: Access denied',
    });
  });

  test.each(versionsOf(metadata))('Metadata %i', (version) => {
    expect(decodeResponse(metadata, version, CORRELATION_ID, answer(metadata, version, 'plain'))).toEqual({
      errorCode: 0,
      clusterId: 'Ab-_9',
      controllerId: 473,
      clusterAuthorizedOperations: version >= 8 && version <= 10 ? 0x1f8 : null,
      brokers: [
        {
          id: 97,
          host: 'b97-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com',
          port: 9098,
          rack: 'use1-az1',
        },
        { id: 473, host: '', port: 65536, rack: null },
      ],
      topics: [
        { name: 'orders', errorCode: 0, partitions: 2, authorizedOperations: version >= 8 ? 0xd8 : null },
        { name: 'café', errorCode: 3, partitions: 0, authorizedOperations: null },
      ],
    });
    expect(
      decodeResponse(metadata, version, CORRELATION_ID, answer(metadata, version, 'empty')),
    ).toMatchObject({
      clusterId: null,
      controllerId: null,
      brokers: [],
      topics: [],
      clusterAuthorizedOperations: null,
    });
  });
});

const apis: readonly Api<never, unknown>[] = [
  apiVersions,
  saslHandshake,
  saslAuthenticate,
  metadata,
  findCoordinator,
  describeGroups,
];

const ALLOWED = ['read', 'KAFKA_FRAME_INVALID', 'KAFKA_CORRELATION_MISMATCH'];

function outcome(api: Api<never, unknown>, version: number, bytes: Buffer): string {
  try {
    decodeResponse(api, version, CORRELATION_ID, bytes);
    return 'read';
  } catch (error) {
    return isMskReachError(error) ? error.code : String(error);
  }
}

describe.each(apis)('hostile bytes: $name', (api) => {
  const version = fc.integer({ min: api.minVersion, max: api.maxVersion });

  test('random bytes are read or refused, never more', () => {
    const bytes = fc
      .uint8Array({ maxLength: 400 })
      .map((tail) => Buffer.from([0, 0, 0, CORRELATION_ID, ...tail]));
    fc.assert(
      fc.property(version, bytes, (v, b) => {
        expect(ALLOWED).toContain(outcome(api, v, b));
      }),
      { numRuns: 1000 },
    );
  });

  test('proper answers with a few bytes changed or cut are read or refused', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 });
    fc.assert(
      fc.property(version, changes, fc.option(fc.nat()), (v, changed, cut) => {
        const bytes = Buffer.from(answer(api, v, 'plain'));
        for (const [at, value] of changed) bytes[4 + (at % (bytes.length - 4))] = value;
        const sent = cut === null ? bytes : bytes.subarray(0, cut % bytes.length);
        expect(ALLOWED).toContain(outcome(api, v, sent));
      }),
      { numRuns: 1000 },
    );
  });

  test.each(versionsOf(api))('version %i: every cut and every byte too many is noticed', (v) => {
    const whole = answer(api, v, 'plain');
    for (let length = 4; length < whole.length; length++) {
      expect(
        () => decodeResponse(api, v, CORRELATION_ID, whole.subarray(0, length)),
        `cut at ${length}`,
      ).toThrow(expect.objectContaining({ code: 'KAFKA_FRAME_INVALID' }));
    }
    const longer = Buffer.concat([whole, Buffer.of(0)]);
    expect(() => decodeResponse(api, v, CORRELATION_ID, longer)).toThrow(
      /1 bytes more than the message has/u,
    );
  });

  test('the answer to another request is refused', () => {
    const whole = answer(api, api.maxVersion, 'plain');
    expect(() => decodeResponse(api, api.maxVersion, CORRELATION_ID + 1, whole)).toThrow(
      expect.objectContaining({
        code: 'KAFKA_CORRELATION_MISMATCH',
        details: { api: api.name, expected: 8, got: 7 },
      }),
    );
  });
});

/** kafkajs's own codec, the second opinion for the versions that it has. */
interface KafkaJsEncoder {
  writeInt16(value: number): KafkaJsEncoder;
  writeInt32(value: number): KafkaJsEncoder;
  writeBoolean(value: boolean): KafkaJsEncoder;
  writeString(value: string | null): KafkaJsEncoder;
  writeArray(value: readonly KafkaJsEncoder[]): KafkaJsEncoder;
  readonly buffer: Buffer;
}
const load = createRequire(import.meta.url);
const Encoder = load('kafkajs/src/protocol/encoder') as new () => KafkaJsEncoder;

test('any Metadata that kafkajs writes is read as it was meant', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'z', '0', '9', '-', '.', '_', 'é'), maxLength: 40 });
  const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  const broker = fc.record({ id: int32, host: name, port: int32, rack: fc.option(name) });
  const topic = fc.record({
    errorCode: fc.integer({ min: -1, max: 133 }),
    name,
    partitions: fc.nat({ max: 5 }),
  });
  const cluster = fc.record({
    brokers: fc.array(broker, { maxLength: 20 }),
    clusterId: fc.option(name),
    controllerId: fc.nat(),
    topics: fc.array(topic, { maxLength: 5 }),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(4, 5, 6),
      cluster,
      (version, { brokers, clusterId, controllerId, topics }) => {
        const ids = (count: number): KafkaJsEncoder =>
          new Encoder().writeArray(Array.from({ length: count }, () => new Encoder().writeInt32(1)));
        const partition = (): KafkaJsEncoder => {
          const start = new Encoder().writeInt16(0).writeInt32(0).writeInt32(1);
          const parts = [
            start.buffer,
            ids(2).buffer,
            ids(1).buffer,
            ...(version >= 5 ? [ids(3).buffer] : []),
          ];
          return Object.assign(new Encoder(), {
            buf: Buffer.concat(parts),
            offset: Buffer.concat(parts).length,
          });
        };
        const bytes = new Encoder()
          .writeInt32(CORRELATION_ID)
          .writeInt32(0)
          .writeArray(
            brokers.map(({ id, host, port, rack }) =>
              new Encoder().writeInt32(id).writeString(host).writeInt32(port).writeString(rack),
            ),
          )
          .writeString(clusterId)
          .writeInt32(controllerId)
          .writeArray(
            topics.map(({ errorCode, name: topicName, partitions }) =>
              new Encoder()
                .writeInt16(errorCode)
                .writeString(topicName)
                .writeBoolean(false)
                .writeArray(Array.from({ length: partitions }, partition)),
            ),
          ).buffer;
        expect(decodeResponse(metadata, version, CORRELATION_ID, bytes)).toEqual({
          errorCode: 0,
          brokers,
          clusterId,
          controllerId,
          topics: topics.map((t) => ({ ...t, authorizedOperations: null })),
          clusterAuthorizedOperations: null,
        });
      },
    ),
  );
});

test('kafkajs writes the same Metadata request', async () => {
  const encodeFrame = load('kafkajs/src/protocol/request') as (options: object) => Promise<KafkaJsEncoder>;
  for (const version of [4, 5, 6]) {
    const make = load(`kafkajs/src/protocol/requests/metadata/v${version}/request`) as (
      options: object,
    ) => object;
    const request = make({ topics: ['orders'], allowAutoTopicCreation: false });
    const theirs = await encodeFrame({ ...header, request });
    const ours = encodeRequest(metadata, version, header, {
      topics: ['orders'],
      includeAuthorizedOperations: false,
    });
    expect(ours).toEqual(theirs.buffer);
  }
});

test('the highest version of both sides is spoken, and none is an error with both ranges', () => {
  const range = (minVersion: number, maxVersion: number) => [{ apiKey: 3, minVersion, maxVersion }];
  expect(negotiate(metadata, range(7, 11))).toBe(11);
  expect(negotiate(metadata, range(0, 99))).toBe(13);
  expect(negotiate(metadata, range(7, 11), 10)).toBe(10);
  for (const ranges of [range(14, 20), range(0, 3), range(9, 5), []]) {
    expect(() => negotiate(metadata, ranges)).toThrow(
      expect.objectContaining({
        code: 'KAFKA_VERSION_UNSUPPORTED',
        details: { api: 'Metadata', broker: ranges[0] ?? null, client: { minVersion: 4, maxVersion: 13 } },
      }),
    );
  }
});

test('a host that is no host can be shown and is no host still', () => {
  const name = 'b1-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com';
  const hosts = [
    `${name}\u0000`,
    `\u001b[31m${name}`,
    `${'a'.repeat(40_000 - 8_000)}.${name}`,
    `b1\u202e${name}`,
  ];
  const bytes = new Encoder()
    .writeInt32(CORRELATION_ID)
    .writeInt32(0)
    .writeArray(
      hosts.map((host) => new Encoder().writeInt32(1).writeString(host).writeInt32(9098).writeString(null)),
    )
    .writeString(null)
    .writeInt32(1)
    .writeArray([]).buffer;
  const { brokers } = decodeResponse(metadata, 4, CORRELATION_ID, bytes);
  for (const { host } of brokers) {
    expect(host).toMatch(/[\\…]/u);
    expect(host).not.toMatch(/\p{C}/u);
    expect(host.length).toBeLessThanOrEqual(255);
  }
  expect(brokers[0]?.host).toBe(`${name}\\u{0}`);
});
