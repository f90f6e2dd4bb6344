import { once } from 'node:events';
import { connect } from 'node:tls';
import { isMskReachError, openConversation, type ClusterMetadata } from '@msk-reach/core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthority } from '../tls/authority.ts';
import type { WireApi } from './answers.ts';
import { type WireFault, type WireFaultRule, wireFaultRuleSchema } from './fault-rules.ts';
import * as kinds from './hostile/all.ts';
import type { WireBrokers } from './options.ts';
import { startWireBrokers } from './wire-brokers.ts';

const DOMAIN = 'abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com';
const OWN = `b473-${DOMAIN}`;
const NONE = { topics: null, includeAuthorizedOperations: false };

let wire: WireBrokers;
let ca: string;
beforeAll(async () => {
  const authority = await createAuthority();
  ca = authority.caPem;
  const tls = await authority.issue({ names: ['*.c1.kafka-serverless.us-east-1.amazonaws.com'] });
  const brokers = [97, 98, 473].map((id) => ({
    id,
    advertisedHost: `b${id}-${DOMAIN}`,
    advertisedPort: 9098,
  }));
  wire = await startWireBrokers({ brokers, tls, topics: [{ name: 'orders' }] });
});
afterAll(() => wire.close());

interface Met {
  /** `ok`, or the code and what the error tells. */
  readonly outcome: string;
  readonly cluster: ClusterMetadata | undefined;
  /** Whether the stream was given up. */
  readonly destroyed: boolean;
}

/** A whole conversation with the bootstrap under those rules. */
async function meet(rules: readonly WireFaultRule[], timeoutMs = 5000): Promise<Met> {
  wire.setFaults(rules);
  const socket = connect({ host: wire.address, port: wire.port, servername: `boot-${DOMAIN}`, ca });
  await once(socket, 'secureConnect');
  using conversation = openConversation(socket, { clientId: 'test', timeoutMs });
  try {
    await conversation.apiVersions();
    await conversation.handshake('OAUTHBEARER');
    await conversation.authenticate('dG9rZW4');
    const cluster = await conversation.metadata(NONE);
    return { outcome: 'ok', cluster, destroyed: socket.destroyed };
  } catch (error) {
    if (!isMskReachError(error)) throw error;
    return { outcome: `${error.code} ${error.message}`, cluster: undefined, destroyed: socket.destroyed };
  }
}

const MALFORMED: readonly [WireFault, RegExp][] = [
  [{ announcedLength: 0 }, /KAFKA_FRAME_INVALID .* message of 0 bytes/u],
  [{ announcedLength: -1 }, /KAFKA_FRAME_INVALID .* message of -1 bytes/u],
  [{ announcedLength: -2_147_483_648 }, /KAFKA_FRAME_INVALID/u],
  [{ announcedLength: 2_147_483_647 }, /KAFKA_FRAME_INVALID .* message of 2147483647 bytes/u],
  [{ announcedLength: 5 }, /KAFKA_FRAME_INVALID .* that nobody asked for/u],
  [{ truncated: true }, /KAFKA_FRAME_INVALID the connection ended after \d+ of \d+ bytes/u],
  [{ hangUp: true }, /^KAFKA_CLOSED /u],
  [{ correlationIdOff: 1 }, /KAFKA_CORRELATION_MISMATCH/u],
  [{ correlationIdOff: -1_000_000 }, /KAFKA_CORRELATION_MISMATCH/u],
  [{ endless: true }, /KAFKA_FRAME_INVALID .* that nobody asked for/u],
];

/** Which APIs have what a way spoils. */
const APIS: readonly WireApi[] = ['ApiVersions', 'SaslHandshake', 'SaslAuthenticate', 'Metadata'];

test.each(APIS.flatMap((api) => MALFORMED.map(([fault, expected]) => [api, fault, expected] as const)))(
  '%s %o',
  async (api, fault, expected) => {
    const { outcome, destroyed } = await meet([{ api, fault }]);
    expect(outcome).toMatch(expected);
    expect(destroyed).toBe(true);
  },
);

test.each(['ApiVersions', 'SaslHandshake', 'Metadata'] as const)(
  '%s with counts over the frame',
  async (api) => {
    for (const count of [2_147_483_647, 65_536]) {
      const { outcome, destroyed } = await meet([{ api, fault: { arrayCount: count } }]);
      expect(outcome).toMatch(
        new RegExp(`^KAFKA_FRAME_INVALID .* an array of ${count} elements announced`, 'u'),
      );
      expect(destroyed).toBe(true);
    }
  },
);

test.each(['SaslHandshake', 'SaslAuthenticate', 'Metadata'] as const)(
  '%s with text that is none',
  async (api) => {
    const { outcome, destroyed } = await meet([{ api, fault: { badUtf8: true } }]);
    expect(outcome).toMatch(/^KAFKA_FRAME_INVALID .* a string that is not UTF-8/u);
    expect(destroyed).toBe(true);
  },
);

test.each(APIS)('%s, a byte at a time, ends by the timeout', async (api) => {
  const { outcome, destroyed } = await meet([{ api, fault: { trickleMs: 1000 } }], 100);
  expect(outcome).toMatch(
    new RegExp(`^KAFKA_TIMEOUT no whole answer within 100 ms \\(waiting for ${api}\\)`, 'u'),
  );
  expect(destroyed).toBe(true);
});

test('bytes without end take no memory', async () => {
  const before = process.memoryUsage();
  for (let turn = 0; turn < 20; turn++) await meet([{ fault: { endless: true } }]);
  const after = process.memoryUsage();
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(32 * 1024 * 1024);
});

test.each([
  ['ApiVersions', /^KAFKA_ERROR ApiVersions: the broker answers UNKNOWN_9999 \(9999\)/u],
  ['SaslHandshake', /^KAFKA_ERROR SaslHandshake: the broker answers UNKNOWN_9999/u],
  ['SaslAuthenticate', /^KAFKA_ERROR SaslAuthenticate: the broker answers UNKNOWN_9999/u],
] as const)('%s with an error code that Kafka does not have', async (api, expected) => {
  expect((await meet([{ api, fault: { errorCode: 9999 } }])).outcome).toMatch(expected);
});

test('Metadata with an error code has it on every topic', async () => {
  const { cluster } = await meet([{ fault: { errorCode: 9999 } }]);
  expect(cluster?.topics).toMatchObject([{ name: 'unknown', errorCode: 9999 }]);
});

test('what is only said wrongly arrives as it was said', async () => {
  const duplicate = await meet([{ fault: { duplicateBrokerIds: true } }]);
  expect(duplicate.cluster?.brokers.map(({ id }) => id)).toEqual([97, 97, 473]);
  const fewer = await meet([{ fault: { withoutLastBroker: true } }]);
  expect(fewer.cluster?.brokers.map(({ id }) => id)).toEqual([97, 98]);
  for (const port of [0, 65_536, -1]) {
    const { cluster } = await meet([{ fault: { advertisedPort: port } }]);
    expect(cluster?.brokers.map((broker) => broker.port)).toEqual([9098, 9098, port]);
  }
  const foreign = await meet([{ fault: { foreignHost: 'broker.example.com' } }]);
  expect(foreign.cluster?.brokers.at(-1)?.host).toBe('broker.example.com');
});

test('every look-alike is another name than the broker has, and can be shown', async () => {
  const seen = new Set<string | undefined>();
  for (const kind of kinds.lookAlikeHost.schema['enum'] as NonNullable<WireFault['lookAlikeHost']>[]) {
    const { cluster } = await meet([{ fault: { lookAlikeHost: kind } }]);
    const host = cluster?.brokers.at(-1)?.host;
    expect(host).not.toBe(OWN);
    expect(host).not.toMatch(/\p{C}/u);
    seen.add(host);
  }
  expect(seen.size).toBe(8);
});

test('a rule holds for its API, its brokers and as often as it says', async () => {
  const fault = { announcedLength: 0 };
  expect((await meet([{ brokers: [98], fault }])).outcome).toBe('ok');
  expect((await meet([{ brokers: [97], fault }])).outcome).toBe('ok');
  expect((await meet([{ brokers: ['bootstrap'], fault }])).outcome).toMatch(/KAFKA_FRAME_INVALID/u);
  expect((await meet([{ api: 'SaslHandshake', fault }])).outcome).toMatch(/waiting for SaslHandshake/u);
  const twice = meet([{ times: 1, fault }]);
  expect((await twice).outcome).toMatch(/KAFKA_FRAME_INVALID/u);
});

test('every way has a schema whose examples are valid in a rule', () => {
  const validate = new Ajv2020({ strict: false }).compile(wireFaultRuleSchema);
  for (const [key, { schema }] of Object.entries(kinds)) {
    expect(schema.description.length).toBeGreaterThan(20);
    for (const example of schema.examples) {
      expect(validate({ api: 'Metadata', fault: { [key]: example } }), `${key} ${String(example)}`).toBe(
        true,
      );
    }
    expect(validate({ fault: { [key]: {} } })).toBe(false);
  }
  expect(validate({ fault: {} })).toBe(false);
  expect(validate({ api: 'Produce', fault: { truncated: true } })).toBe(false);
});
