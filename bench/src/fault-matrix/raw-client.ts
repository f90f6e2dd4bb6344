/**
 * Raw kafkajs with AWS's signer, as a process: connects, sends to every partition, joins the group that was declared,
 * and says over IPC what its user would see first, what was thrown, and when.
 *
 * The lab's names exist only on the lab's DNS server: it is asked there, and errors get the codes that getaddrinfo has
 * for them.
 */
import { lookup as systemLookup, Resolver } from 'node:dns';
import { readFileSync } from 'node:fs';
import type { LookupFunction } from 'node:net';
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { generateAuthTokenFromCredentialsProvider } from 'aws-msk-iam-sasl-signer-js';
import { Kafka, logLevel } from 'kafkajs';
import { TOPIC, variable } from '../children/environment.ts';
import { socketsBy } from '../children/sockets.ts';
import type { RawWords } from './rows.ts';

const env = process.env;
const started = performance.now();
let firstLog: string | null = null;

const list = (name: string): readonly string[] => (env[name] ?? '').split(',').filter((item) => item !== '');

function credentials() {
  const externalIds = (env['MSK_REACH_EXTERNAL_ID'] ?? '').split(',');
  return list('MSK_REACH_ROLE').reduce(
    (masterCredentials, RoleArn, hop) => {
      const ExternalId = externalIds[hop] ?? externalIds.at(-1) ?? '';
      const params = { RoleArn, RoleSessionName: 'raw', ...(ExternalId === '' ? {} : { ExternalId }) };
      return fromTemporaryCredentials({ masterCredentials, params, clientConfig: { maxAttempts: 3 } });
    },
    fromNodeProviderChain({ maxRetries: 0 }),
  );
}

const lookup: LookupFunction = (host, options, done) => {
  const resolver = new Resolver({ timeout: 5_000, tries: 2 });
  resolver.setServers(list('MSK_REACH_DNS_SERVER').slice(0, 1));
  resolver.resolve4(host, (error, addresses) => {
    if (error === null) {
      if (options.all !== true) return done(null, addresses[0] ?? '', 4);
      const all = addresses.map((address) => ({ address, family: 4 }));
      return done(null, all);
    }
    const code = error.code === 'ENOTFOUND' || error.code === 'ENODATA' ? 'ENOTFOUND' : 'EAI_AGAIN';
    return done(Object.assign(new Error(`getaddrinfo ${code} ${host}`), { code }), '', 4);
  });
};

function open(): Kafka {
  const caFile = env['MSK_REACH_CA_FILE'];
  const provider = credentials();
  const region = env['MSK_REACH_REGION'] ?? variable('AWS_REGION');
  return new Kafka({
    brokers: [...list('MSK_REACH_BOOTSTRAP')],
    ssl: caFile === undefined ? {} : { ca: readFileSync(caFile) },
    sasl: {
      mechanism: 'oauthbearer',
      oauthBearerProvider: async () => ({
        value: (await generateAuthTokenFromCredentialsProvider({ region, awsCredentialsProvider: provider }))
          .token,
      }),
    },
    // Where the scenario asks the system first, its names are redirected, and kafkajs resolves them as ever.
    socketFactory: socketsBy(list('MSK_REACH_DNS_SERVER')[0] === 'system' ? systemLookup : lookup),
    logLevel: logLevel.ERROR,
    logCreator:
      () =>
      ({ log: { message, ...more } }) => {
        const why = typeof more['error'] === 'string' ? `: ${more['error']}` : '';
        firstLog ??= `${message}${why}`;
      },
  });
}

/** Everything that a user's program does first. */
async function work(kafka: Kafka): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.disconnect();
  const own = env[TOPIC];
  if (own === undefined) return;
  const producer = kafka.producer();
  await producer.connect();
  const partitions = Number(variable('MSK_MATRIX_PARTITIONS'));
  const messages = Array.from({ length: partitions }, (_, partition) => ({ partition, value: 'one' }));
  await producer.send({ topic: own, messages });
  for (const topic of list('MSK_REACH_TOPIC')) await producer.send({ topic, messages: [{ value: 'one' }] });
  await producer.disconnect();
  const groupId = env['MSK_REACH_GROUP'];
  if (groupId !== undefined) await join(kafka, groupId, own);
}

async function join(kafka: Kafka, groupId: string, topic: string): Promise<void> {
  const consumer = kafka.consumer({ groupId });
  await consumer.connect();
  await consumer.subscribe({ topic });
  const joined = new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.GROUP_JOIN, () => resolve());
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  });
  await consumer.run({ eachMessage: async () => undefined });
  await joined;
  await consumer.disconnect();
}

const thrown = await Promise.resolve()
  .then(() => work(open()))
  .then(
    () => null,
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  );
const words: RawWords = { firstLog, thrown, ms: performance.now() - started };
process.send?.(words, () => process.exit(0));
