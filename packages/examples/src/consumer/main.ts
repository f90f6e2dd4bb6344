/** A consumer with liveness and readiness over HTTP, as Kubernetes asks for them. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createConsumerHealth, createMskClient, createProbeListener, loadOptions } from '@msk-reach/core';

const topic = process.env['TOPIC'] ?? 'orders';
// What an init container's `msk-reach check --output json` wrote: while it is recent, the gate goes by it.
const report = process.env['REPORT'];
const client = await createMskClient({
  ...(await loadOptions()),
  ...(report === undefined ? {} : { preflight: { reuse: report } }),
  healthRefreshMs: 60_000,
});
const consumer = client.kafka.consumer({ groupId: process.env['GROUP'] ?? 'billing' });

const server = createServer(createProbeListener(createConsumerHealth(client.health(), consumer)));
server.listen(Number(process.env['PORT'] ?? 0), process.env['HOST'] ?? '127.0.0.1');
await once(server, 'listening');
const { address, port } = server.address() as AddressInfo;
console.log(`probes on ${address}:${port}`);

async function stop(): Promise<void> {
  await consumer.disconnect();
  await client.close();
  server.close();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message }) => {
    console.log(`received ${message.key?.toString() ?? ''} ${message.value?.toString() ?? ''}`);
  },
});
