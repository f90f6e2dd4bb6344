import { logLevel, type KafkaConfig, type Mechanism } from 'kafkajs';
import { expect, test } from 'vitest';
import { BOOTSTRAP, brokerHost, startWorld } from '../../test/cluster.ts';
import { refused } from '../../test/sts-server.ts';
import type { MskReachError } from '../errors.ts';
import type { Report } from '../preflight/report.ts';
import { createKafkaConfig } from './kafka-config.ts';
import { createMskClient } from './msk-client.ts';

interface Logged {
  readonly level: number;
  readonly message: string;
}

const cidr = { cidr: ['127.0.0.0/8'] };

/** kafkajs options that keep what is logged. */
function logging(): {
  readonly kafka: Pick<KafkaConfig, 'logLevel' | 'logCreator' | 'retry'>;
  readonly lines: Logged[];
} {
  const lines: Logged[] = [];
  return {
    lines,
    kafka: {
      retry: { retries: 0 },
      logLevel: logLevel.WARN,
      logCreator:
        () =>
        ({ level, log }) =>
          void lines.push({ level, message: log.message }),
    },
  };
}

const caught = (promise: Promise<unknown>): Promise<MskReachError> =>
  promise.then(
    () => Promise.reject(new Error('it was let through')),
    (error: MskReachError) => error,
  );

test('behind an open gate there is a kafkajs that connects to every broker by our rules', async () => {
  await using world = await startWorld();
  const { kafka } = logging();
  await using client = await createMskClient({ ...world.options, ...cidr, kafka }, { ports: world.ports });
  expect(client.report?.findings.filter(({ status }) => status === 'fail' || status === 'crash')).toEqual([]);
  const admin = client.kafka.admin();
  await admin.connect();
  expect(await admin.describeCluster()).toMatchObject({
    clusterId: 'test-cluster',
    brokers: [{ nodeId: 97 }, { nodeId: 98 }, { nodeId: 473 }],
  });
  // One by the gate, one by kafkajs.
  expect(world.broker.tokens.filter((token) => token.startsWith(BOOTSTRAP))).toHaveLength(2);
  // Fetched once for both.
  expect(world.sts.requests.filter(({ action }) => action === 'AssumeRole')).toHaveLength(1);
});

test('a gate that refuses throws one error: cause, words, fix, report', async () => {
  await using world = await startWorld({ addresses: (host) => (host === brokerHost(98) ? null : undefined) });
  const reports: Report[] = [];
  const error = await caught(
    createMskClient(
      { ...world.options, ...cidr, onReport: (report) => reports.push(report) },
      { ports: world.ports },
    ),
  );
  const report = error.details['report'] as Report;
  const root = report.findings.find(({ check }) => check === report.rootCauses[0]);
  expect(error).toMatchObject({ code: 'PREFLIGHT_FAILED', retryable: false });
  expect(report).toEqual(reports[0]);
  expect(report.rootCauses[0]).toBe('DNS03');
  expect(error.message).toContain(`DNS03: ${root?.summary}`);
  expect(error.message).toContain(`\n(1) cluster-account: ${root?.fix.commands[0]?.command}\n`);
  expect(error.message).toContain('\nThe other commands: msk-reach check prints them filled in');
});

test('a gate that warns says so once, and lets through', async () => {
  await using world = await startWorld({ addresses: (host) => (host === brokerHost(98) ? null : undefined) });
  const { kafka, lines } = logging();
  await using client = await createMskClient(
    { ...world.options, ...cidr, preflight: 'warn', kafka },
    { ports: world.ports },
  );
  expect(client.report?.status).toBe('fail');
  expect(client.health().readiness()).toMatchObject({ status: 'fail', rootCauses: ['DNS03'] });
  expect(lines).toEqual([{ level: logLevel.WARN, message: expect.stringContaining('DNS03') }]);
});

test('without a gate nobody is asked, until somebody looks', async () => {
  await using world = await startWorld();
  await using client = await createMskClient(
    { ...world.options, ...cidr, preflight: 'off' },
    { ports: world.ports },
  );
  expect([
    client.report,
    world.dns.asked.length,
    world.broker.accepted.length,
    world.sts.requests.length,
  ]).toEqual([null, 0, 0, 0]);
  expect(client.health().readiness().status).toBe('fail');
  const [first, second] = await Promise.all([client.preflight(), client.preflight()]);
  expect(first).toBe(second);
  expect(client.report).toBe(first);
  expect(client.health().readiness().status).not.toBe('fail');
});

test('without a gate a wrong bootstrap is an error at once', async () => {
  await using world = await startWorld();
  expect(
    await caught(
      createMskClient(
        { ...world.options, bootstrap: 'boot-x:99999', preflight: 'off' },
        { ports: world.ports },
      ),
    ),
  ).toMatchObject({ code: 'CONFIG_INVALID' });
});

test('what must be ours is not to be given', async () => {
  await using world = await startWorld();
  const kafka = { ssl: true, sasl: undefined } as object;
  expect(await caught(createMskClient({ ...world.options, kafka }, { ports: world.ports }))).toMatchObject({
    code: 'CONFIG_CONFLICT',
    details: { keys: ['ssl', 'sasl'] },
  });
  expect(await caught(createKafkaConfig({ ...world.options, kafka }))).toMatchObject({
    code: 'CONFIG_CONFLICT',
  });
});

test('an interrupted gate throws ABORTED', async () => {
  await using world = await startWorld({ dns: () => 'silence' });
  const stop = new AbortController();
  const waiting = caught(createMskClient({ ...world.options, signal: stop.signal }, { ports: world.ports }));
  setImmediate(() => stop.abort());
  expect(await waiting).toMatchObject({ code: 'ABORTED' });
});

/** One login by a config, as kafkajs makes it. */
async function logIn(config: KafkaConfig): Promise<string> {
  const { authenticationProvider } = config.sasl as Mechanism;
  let presented = '';
  await authenticationProvider({
    host: BOOTSTRAP,
    port: 9098,
    logger: {} as never,
    saslAuthenticate: async ({ request }) => {
      presented = (await request.encode()).toString('latin1');
    },
  }).authenticate();
  return presented;
}

test("a refusal by STS is not tried again by kafkajs, STS's absence is", async () => {
  await using world = await startWorld();
  const presented = await logIn(await createKafkaConfig(world.options));
  expect(presented.split('\x01')).toEqual([
    expect.stringMatching(/n,,$/),
    expect.stringMatching(/^auth=Bearer [\w-]+$/),
    '',
    '',
  ]);
  world.sts.answer(() => refused(403, 'AccessDenied', 'no'));
  await expect(logIn(await createKafkaConfig(world.options))).rejects.toMatchObject({
    code: 'STS_REFUSED',
    retriable: false,
  });
  const absent = { ...world.options, stsEndpoint: 'http://127.0.0.1:1', timeoutMs: 500 };
  await expect(logIn(await createKafkaConfig(absent))).rejects.toMatchObject({
    code: 'STS_UNREACHABLE',
    retriable: true,
  });
});

test("the user's kafkajs options pass through, and connectionTimeout has its own default", async () => {
  await using world = await startWorld();
  expect(
    await createKafkaConfig({ ...world.options, kafka: { clientId: 'orders', requestTimeout: 7 } }),
  ).toMatchObject({
    clientId: 'orders',
    requestTimeout: 7,
    connectionTimeout: 10_000,
    ssl: true,
    brokers: [`${BOOTSTRAP}:${world.broker.port}`],
    sasl: { mechanism: 'oauthbearer' },
  });
  expect(
    (await createKafkaConfig({ ...world.options, kafka: { connectionTimeout: 3_000 } })).connectionTimeout,
  ).toBe(3_000);
});

test('kafkajs is led to a foreign broker and sends it nothing', async () => {
  const foreign = 'b1-evil1234.c1.kafka-serverless.us-east-1.amazonaws.com';
  await using world = await startWorld({ brokers: (port) => [{ id: 1, host: foreign, port, rack: null }] });
  const { kafka } = logging();
  await using client = await createMskClient(
    { ...world.options, ...cidr, preflight: 'off', kafka },
    { ports: world.ports },
  );
  const producer = client.kafka.producer();
  await producer.connect();
  await expect(producer.send({ topic: 'orders', messages: [{ value: 'x' }] })).rejects.toThrow(/host|topic/i);
  const admin = client.kafka.admin();
  await admin.connect();
  await expect(admin.describeCluster()).rejects.toThrow(/a token goes only to the cluster's own hosts/);
  expect(world.broker.tokens.filter((token) => token.startsWith(foreign))).toEqual([]);
  expect(world.dns.asked.filter(({ name }) => name === foreign)).toEqual([]);
});

test('close disconnects what was made of it, and nothing more can be had', async () => {
  await using world = await startWorld();
  const { kafka } = logging();
  const client = await createMskClient(
    { ...world.options, ...cidr, preflight: 'off', kafka },
    { ports: world.ports },
  );
  const admin = client.kafka.admin();
  await admin.connect();
  const disconnected = new Promise((resolve) => admin.on(admin.events.DISCONNECT, resolve));
  await Promise.all([client.close(), client.close()]);
  await disconnected;
  await expect(client.preflight()).rejects.toMatchObject({ code: 'CLOSED' });
});

test('close ends what nobody can do any more, and nothing can be asked afterwards', async () => {
  const throttled = { errorCode: 58, message: '[id]: Too many connects' };
  await using world = await startWorld({ login: () => throttled });
  const { kafka } = logging();
  const client = await createMskClient(
    { ...world.options, ...cidr, preflight: 'off', kafka: { ...kafka, retry: { retries: 1_000_000 } } },
    { ports: world.ports },
  );
  const [producer, admin] = [client.kafka.producer(), client.kafka.admin()];
  const outcomes = [producer.connect(), admin.connect(), admin.listTopics()].map(caught);
  await client.close();
  for (const outcome of outcomes) expect(await outcome).toMatchObject({ code: 'CLOSED', retryable: false });
  const message = { topic: 'orders', messages: [{ value: 'x' }] };
  expect(await caught(producer.send(message))).toMatchObject({ code: 'CLOSED' });
  expect(await caught(admin.connect())).toMatchObject({ code: 'CLOSED' });
  await producer.disconnect();
});

test.each<readonly [string, unknown, readonly string[]]>([
  ['nothing', undefined, ['']],
  ['null', null, ['']],
  ['kafka that is no object', { kafka: 'x' }, ['kafka']],
  ['a timeout that is none', { kafka: { connectionTimeout: Number.NaN } }, ['kafka.connectionTimeout']],
  [
    'several slips',
    { onReport: 5, signal: {}, healthRefreshMs: 0, healthMaxAgeMs: 'x' },
    ['healthMaxAgeMs', 'healthRefreshMs', 'onReport', 'signal'],
  ],
])('%s is told at once, with its path', async (_name, options, paths) => {
  const error = await caught(createMskClient(options as never));
  expect(error.code).toBe('CONFIG_INVALID');
  expect((error.details['issues'] as readonly { path: string }[]).map(({ path }) => path)).toEqual(paths);
  if (options !== null && typeof options === 'object' && 'kafka' in options)
    await expect(createKafkaConfig(options as never)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});
