/** A consumer with liveness and readiness over HTTP, as Kubernetes asks for them. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMskClient, loadOptions } from '@msk-reach/core';

const topic = process.env['TOPIC'] ?? 'orders';
const client = await createMskClient(await loadOptions());
const health = client.health();

const server = createServer((request, response) => {
  const probe =
    request.url === '/livez' ? health.liveness() : request.url === '/readyz' ? health.readiness() : undefined;
  const status = probe === undefined ? 404 : probe.status === 'fail' ? 503 : 200;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(probe ?? {}));
});
server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1');
await once(server, 'listening');
console.log(`probes on 127.0.0.1:${(server.address() as AddressInfo).port}`);

const consumer = client.kafka.consumer({ groupId: process.env['GROUP'] ?? 'billing' });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message }) => {
    console.log(`received ${message.key?.toString() ?? ''} ${message.value?.toString() ?? ''}`);
  },
});

async function stop(): Promise<void> {
  await consumer.disconnect();
  await client.close();
  server.close();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
