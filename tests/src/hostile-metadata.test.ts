/** A broker that Metadata advertises outside the cluster's own domain is a finding, and never sees a byte of ours. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createMskClient, runPreflight } from '@msk-reach/core';
import { startLab, type Lab } from '@msk-reach/lab';
import { logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { optionsOf } from '../lab-options.ts';

const FOREIGN = 'b98-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com.evil.example';

let trap: Server;
let lab: Lab;
const caught: string[] = [];

beforeAll(async () => {
  trap = createServer((socket) => {
    caught.push(`${socket.remoteAddress}`);
    socket.destroy();
  });
  trap.listen(0, '127.0.0.1');
  await once(trap, 'listening');
  const { port } = trap.address() as AddressInfo;
  lab = await startLab({
    cluster: { brokers: [97, 98], advertise: { 98: { host: FOREIGN, port } } },
    dns: {
      zones: [{ records: { '*': '@gateway' } }, { apex: 'evil.example', records: { '*': '127.0.0.1' } }],
    },
  });
});
afterAll(async () => {
  await lab.close();
  trap.close();
});

test('the preflight names it and does not dial it', async () => {
  const { report, observation } = await runPreflight(optionsOf(lab));
  expect(report.rootCauses).toContain('BRK03');
  expect(
    observation.paths.filter(({ host }) => host === FOREIGN).filter(({ tcp }) => tcp.outcome !== 'skipped'),
  ).toEqual([]);
  expect(caught).toEqual([]);
});

test('kafkajs behind our sockets cannot be led there either', async () => {
  const kafka = { logLevel: logLevel.NOTHING, retry: { retries: 5, initialRetryTime: 100 } };
  await using client = await createMskClient({ ...optionsOf(lab), preflight: 'off', kafka });
  const admin = client.kafka.admin();
  await admin.connect();
  const topic = 'led-astray';
  const ledBy98 = async (): Promise<boolean> => {
    // Kafka names any broker as its controller, the led astray one too: then the topic is not made yet.
    await admin
      .createTopics({ topics: [{ topic, numPartitions: 6 }], waitForLeaders: false })
      .catch(() => false);
    const metadata = await admin.fetchTopicMetadata({ topics: [topic] }).catch(() => undefined);
    return metadata?.topics[0]?.partitions.some(({ leader }) => leader === 98) ?? false;
  };
  await expect.poll(ledBy98, { timeout: 20_000 }).toBe(true);
  const producer = client.kafka.producer();
  await producer.connect();
  const messages = Array.from({ length: 20 }, (_, index) => ({
    key: `${index}`,
    value: 'x',
    partition: index % 6,
  }));
  await expect(producer.send({ topic, messages })).rejects.toThrow(/evil\.example|cluster's own hosts/);
  expect(caught).toEqual([]);
});
