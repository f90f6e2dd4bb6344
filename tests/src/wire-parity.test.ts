/**
 * The wire engine answers as real Kafka does: the same requests go to both, over TLS, and the decoded answers are
 * compared, where both are configured alike.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type TLSSocket } from 'node:tls';
import { createMskClient, createTokenProvider } from '@msk-reach/core';
import { apiName, createFrameReader, Writer } from '@msk-reach/core/protocol';
import { createAuthority, type Lab, startLab, startWireBrokers, type WireBrokers } from '@msk-reach/lab';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, decodeResponse, encodeRequest, frameOf } from '../../packages/core/src/kafka/api.ts';
import { apiVersions } from '../../packages/core/src/kafka/apis/api-versions.ts';
import { describeGroups } from '../../packages/core/src/kafka/apis/describe-groups.ts';
import { findCoordinator } from '../../packages/core/src/kafka/apis/find-coordinator.ts';
import { metadata } from '../../packages/core/src/kafka/apis/metadata.ts';
import { saslAuthenticate } from '../../packages/core/src/kafka/apis/sasl-authenticate.ts';
import { saslHandshake } from '../../packages/core/src/kafka/apis/sasl-handshake.ts';
import { oauthBearerPacket } from '../../packages/core/src/kafka/oauth-bearer.ts';
import { optionsOf } from '../lab-options.ts';

/** One request, and how its answer is read. */
interface Step {
  readonly frame: Buffer;
  readonly read: (message: Buffer) => object;
}
/** Somewhere to send them. */
interface Place {
  readonly host: string;
  readonly port: number;
  readonly servername: string;
  readonly ca: string;
}

const CLIENT = { correlationId: 7, clientId: 'parity' };
const LATEST_METADATA = 13;
const GROUP = 'billing';

let lab: Lab;
let wire: WireBrokers;
let real: Place;
let ours: Place;
let token: string;

beforeAll(async () => {
  lab = await startLab();
  await createTopic();
  const brokers = lab.kafka.list();
  const [first] = brokers;
  if (first === undefined) throw new Error('the lab has no broker');
  const authority = await createAuthority();
  const servername = first.advertisedHost;
  const provider = await createTokenProvider(optionsOf(lab));
  token = (await provider.token()).value;
  provider.close();
  real = { ...first.target, servername, ca: readFileSync(lab.caFile, 'utf8') };
  wire = await startWireBrokers({
    brokers,
    tls: await authority.issue({ names: brokers.map(({ advertisedHost }) => advertisedHost) }),
    ranges: (process.env['MSK_LAB_KAFKA_VERSION'] ?? '4').startsWith('3.9') ? 'kafka-3.9' : 'kafka-4.1',
    mechanisms: ['OAUTHBEARER'],
    topics: [{ name: 'orders', partitions: 3 }],
    validateToken: (given) =>
      given === token
        ? { principal: 'one', lifetimeMs: 890_000 }
        : { reason: 'signature', detail: 'another token' },
  });
  ours = { host: wire.address, port: wire.port, servername, ca: authority.caPem };
});
afterAll(async () => {
  await wire?.close();
  await lab?.close();
});

async function createTopic(): Promise<void> {
  await using client = await createMskClient({ ...optionsOf(lab), preflight: 'off' });
  const admin = client.kafka.admin();
  await admin.connect();
  // Kafka makes its topic of offsets when it is first asked for a coordinator.
  await admin.describeGroups([GROUP]);
  await admin.createTopics({ topics: [{ topic: 'orders', numPartitions: 3 }], waitForLeaders: true });
  await admin.disconnect();
}

function ask<Request, Response extends object>(
  api: Api<Request, Response>,
  version: number,
  request: Request,
): Step {
  return {
    frame: encodeRequest(api, version, CLIENT, request),
    read: (message) => decodeResponse(api, version, CLIENT.correlationId, message),
  };
}

const versions = (version = 3, softwareName = 'parity'): Step =>
  ask(apiVersions, version, { softwareName, softwareVersion: '1.0' });
const handshake = (mechanism = 'OAUTHBEARER'): Step => ask(saslHandshake, 1, { mechanism });
const login = (version = 2, given = token): Step =>
  ask(saslAuthenticate, version, { authBytes: oauthBearerPacket(given) });
const describe = (version: number, topics: readonly string[], includeAuthorizedOperations = false): Step =>
  ask(metadata, version, { topics, includeAuthorizedOperations });
const find = (version: number, group: string): Step => ask(findCoordinator, version, { group });
const groups = (version: number, names: readonly string[], includeAuthorizedOperations = true): Step =>
  ask(describeGroups, version, { groups: names, includeAuthorizedOperations });
/** A request of an API and version of which only the header is there. */
const bare = (key: number, version: number): Step => {
  const writer = new Writer();
  writer.int16(key);
  writer.int16(version);
  writer.int32(CLIENT.correlationId);
  writer.string(CLIENT.clientId);
  return { frame: frameOf(writer.toBuffer()), read: () => ({ answered: apiName(key) }) };
};

/** What came of each step on one connection; `closed` for the one at which the broker hung up. */
async function transcript(place: Place, steps: readonly Step[]): Promise<readonly unknown[]> {
  const socket = connect(place);
  socket.on('error', () => socket.destroy());
  await once(socket, 'secureConnect');
  const outcomes: unknown[] = [];
  for (const { frame, read } of steps) {
    socket.write(frame);
    const message = await nextFrame(socket);
    outcomes.push(message === null ? 'closed' : alike(read(message)));
    if (message === null) break;
  }
  socket.destroy();
  return outcomes;
}

async function nextFrame(socket: TLSSocket): Promise<Buffer | null> {
  const frames = createFrameReader(1_000_000, 'the broker');
  const chunks = socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  try {
    for await (const chunk of chunks) {
      const { frame } = frames.take(chunk);
      if (frame !== null) return frame;
    }
  } catch (error) {
    if (!socket.destroyed) throw error;
  }
  return null;
}

/** Where the coordinator of the group is, by that place's own word. */
async function coordinatorAt(place: Place): Promise<Place> {
  const question = find(3, GROUP);
  let id: unknown;
  const read = (message: Buffer): object => {
    const answer = question.read(message);
    id = (answer as { readonly id?: unknown }).id;
    return answer;
  };
  await transcript(place, [handshake(), login(), { ...question, read }]);
  const broker = lab.kafka.list().find((candidate) => candidate.id === id);
  if (broker === undefined) throw new Error(`no broker ${String(id)}`);
  return { ...place, ...(place === real ? broker.target : {}), servername: broker.advertisedHost };
}

/** Without what differs from run to run: references, the token's remaining seconds, cluster ids, who is the controller or coordinator, the order. */
function alike(answer: object): object {
  const { errorMessage, sessionLifetimeMs, clusterId, controllerId, brokers, id, host, port, ...rest } =
    answer as Record<string, unknown>;
  return {
    ...rest,
    ...(host === undefined ? {} : { broker: isBroker(id, host, port) }),
    ...(Array.isArray(brokers)
      ? { brokers: brokers.toSorted((a: { id: number }, b: { id: number }) => a.id - b.id) }
      : {}),
    ...(typeof errorMessage === 'string'
      ? { errorMessage: errorMessage.replace(/[0-9a-f-]{36}/u, '<uuid>') }
      : {}),
    ...(typeof sessionLifetimeMs === 'number' ? { session: Math.round(sessionLifetimeMs / 60_000) } : {}),
    ...(clusterId === undefined ? {} : { clusterId: typeof clusterId, controllerId: typeof controllerId }),
  };
}

function isBroker(id: unknown, host: unknown, port: unknown): boolean {
  return lab.kafka
    .list()
    .some((one) => one.id === id && one.advertisedHost === host && one.advertisedPort === port);
}

async function expectAlike(steps: readonly Step[]): Promise<readonly unknown[]> {
  const [theirs, own] = await Promise.all([transcript(real, steps), transcript(ours, steps)]);
  expect(own).toEqual(theirs);
  return theirs;
}

test.each([0, 1, 2, 3])('ApiVersions %i offers the same ranges', async (version) => {
  const [answer] = await expectAlike([versions(version)]);
  expect(answer).toMatchObject({ errorCode: 0 });
});

test('ApiVersions of a version from the future, or with a name that is none', async () => {
  const future = versions();
  future.frame.writeInt16BE(99, 6);
  const [refused] = await expectAlike([future, versions()]);
  expect(refused).toMatchObject({ errorCode: 35, ranges: [{ apiKey: 18, minVersion: 0 }] });
  const [named] = await expectAlike([versions(3, 'no name!')]);
  expect(named).toMatchObject({ errorCode: 42 });
});

test.each([0, 1, 2])('a login with SaslAuthenticate %i', async (version) => {
  const [, shaken, done] = await expectAlike([versions(), handshake(), login(version)]);
  expect(shaken).toEqual({ errorCode: 0, mechanisms: ['OAUTHBEARER'] });
  expect(done).toMatchObject({ errorCode: 0 });
});

test('a refused login', async () => {
  const wrong = `${token.slice(0, -12)}AAAAAAAAAAAA`;
  const answers = await expectAlike([handshake(), login(2, wrong), describe(9, [])]);
  expect(answers).toMatchObject([{}, { errorCode: 58, errorMessage: '[<uuid>]: Access denied' }, 'closed']);
});

test('a mechanism that is not offered', async () => {
  const answers = await expectAlike([handshake('SCRAM-SHA-512'), handshake()]);
  expect(answers).toMatchObject([{ errorCode: 33, mechanisms: ['OAUTHBEARER'] }, 'closed']);
});

test.each(Array.from({ length: LATEST_METADATA - 3 }, (_, index) => index + 4))(
  'Metadata %i: brokers, topics that exist and that do not, operations',
  async (version) => {
    const start = [handshake(), login()];
    const [, , none, some] = await expectAlike([
      ...start,
      describe(version, []),
      describe(version, ['orders', 'missing']),
      describe(version, ['orders', 'missing'], true),
    ]);
    if (none === 'closed') return;
    expect(none).toMatchObject({ brokers: lab.kafka.list().map(({ id }) => ({ id })), topics: [] });
    expect(some).toMatchObject({
      topics: [
        { name: 'orders', partitions: 3 },
        { name: 'missing', errorCode: 3 },
      ],
    });
  },
);

test.each([0, 1, 2, 3])('FindCoordinator %i', async (version) => {
  const answers = await expectAlike([handshake(), login(), find(version, GROUP)]);
  expect(answers.at(-1)).toEqual({ errorCode: 0, broker: true });
});

test.each([0, 1, 2, 3, 4, 5])('DescribeGroups %i of a group that nobody ever joined', async (version) => {
  const steps = [handshake(), login(), groups(version, [GROUP]), groups(version, [GROUP], false)];
  const [theirs, own] = await Promise.all(
    [real, ours].map(async (place) => transcript(await coordinatorAt(place), steps)),
  );
  expect(own).toEqual(theirs);
  expect(theirs?.[2]).toMatchObject({
    groups: [{ errorCode: 0, state: 'Dead', members: 0, authorizedOperations: version < 3 ? null : 0x148 }],
  });
});

test('what is out of order', async () => {
  const outOfOrder: readonly (readonly Step[])[] = [
    [describe(9, [])],
    [login()],
    [versions(), versions()],
    [versions(), handshake(), versions()],
    [handshake(), handshake()],
    [versions(), handshake(), describe(9, [])],
    [handshake(), describe(11, ['orders'], true)],
    [handshake(), bare(3, 99)],
    [handshake(), bare(999, 0)],
    [handshake(), handshake('PLAIN')],
    [handshake(), login(), bare(3, 99)],
    [bare(999, 0)],
    [handshake(), login(), bare(999, 0)],
    [{ frame: Buffer.from('GET / HTTP/1.1\r\n\r\n'), read: () => ({}) }],
    [handshake(), login(), handshake()],
    [handshake(), login(), handshake(), login(), describe(9, [])],
    [handshake(), login(), handshake(), login(), handshake()],
    [handshake(), login(), login()],
    [handshake(), login(), versions(), versions(), describe(9, [])],
    [find(3, GROUP)],
    [handshake(), find(3, GROUP)],
    [handshake(), groups(5, [GROUP])],
  ];
  for (const steps of outOfOrder) await expectAlike(steps);
});
