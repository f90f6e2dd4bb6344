/** `npm run demo`: the main job on real Kafka, step by step, and one fault found. */
import { startLab, untilTold, type Lab } from '@msk-reach/lab';
import { createMskClient, type MskClient, type Report } from '@msk-reach/core';
import { logLevel } from 'kafkajs';
import { check } from './check.ts';
import { exchange } from './exchange.ts';
import { say, step } from './words.ts';

const MESSAGES = 1000;
const TOPIC = 'orders';

const told = untilTold();
told.signal.addEventListener('abort', () => say('interrupted; stopping what runs'), { once: true });
try {
  step(
    'Start a cluster like MSK Serverless: three real Kafka brokers, its names, TLS, IAM and STS, on this machine',
  );
  await using lab = await startLab(
    { kafka: { topics: [{ name: TOPIC, partitions: 3 }] } },
    { say, signal: told.signal },
  );
  told.signal.throwIfAborted();
  say(
    `bootstrap ${lab.bootstrap}, brokers ${lab.kafka
      .list()
      .map(({ id }) => `b${id}`)
      .join(', ')}`,
  );

  step('Assume a role of the cluster account, and prove every broker before any message');
  const client = await connect(lab);
  told.signal.throwIfAborted();
  const verified = brokersVerified(client.report);

  step(`Produce and consume ${MESSAGES} messages through the factory`);
  const { produced, consumed } = await exchange(client, TOPIC, MESSAGES);
  say(`produced ${produced}, consumed ${consumed}`);
  told.signal.throwIfAborted();

  step('Break it: fixed DNS records take the place of the wildcard, and one broker is forgotten');
  const forgotten = lab.kafka.list().at(-1)?.id ?? 0;
  lab.replaceWildcardByRecords({ missing: [forgotten] });
  say(`the zone has no record for b${forgotten} any more; this is what an SRE sees:`);
  const report = await check(lab);
  await client.close();

  const total = report.cluster.brokers.length;
  console.log(
    `demo: brokers ${verified}/${total} verified, produced ${produced}, consumed ${consumed}, root cause ${report.rootCauses.join(', ')}`,
  );
  const expected =
    verified === total &&
    produced === MESSAGES &&
    consumed === MESSAGES &&
    report.rootCauses.join() === 'DNS03';
  process.exitCode = expected ? 0 : 1;
} catch (error) {
  const interrupted = told.signal.aborted;
  say(
    interrupted
      ? 'interrupted; everything is stopped'
      : error instanceof Error
        ? error.message
        : String(error),
  );
  process.exitCode = interrupted ? 130 : 1;
} finally {
  told.dispose();
}

async function connect(lab: Lab): Promise<MskClient> {
  const { env } = lab;
  // The lab is no VPC: this machine's own metadata, if it has any, says nothing of it.
  process.env['AWS_EC2_METADATA_DISABLED'] = env['AWS_EC2_METADATA_DISABLED'];
  const client = await createMskClient({
    bootstrap: lab.bootstrap,
    roles: [{ arn: lab.role ?? '', ...(lab.externalId === undefined ? {} : { externalId: lab.externalId }) }],
    credentials: () =>
      Promise.resolve({
        accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
        secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
      }),
    stsEndpoint: lab.stsEndpoint,
    caFile: lab.caFile,
    dnsServer: [lab.dnsServer],
    cidr: lab.cidr.split(','),
    pattern: 'phz',
    kafka: { logLevel: logLevel.NOTHING },
  });
  say(`${lab.role} with external id "${lab.externalId}": granted`);
  return client;
}

/** Brokers of the report that no failed finding names. */
function brokersVerified(report: Report | null): number {
  const failed = new Set(
    report?.findings.filter(({ status }) => status === 'fail').flatMap(({ subjects }) => subjects),
  );
  const good = report?.cluster.brokers.filter(({ host }) => !failed.has(host)) ?? [];
  for (const { id, host, port } of good) say(`verified b${id} ${host}:${port}: resolves, TCP, TLS, SASL`);
  return good.length;
}
