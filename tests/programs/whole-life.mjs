// A client from its gate to its end; then says what the process still holds. Its options come as JSON in PROGRAM.
import { writeFileSync } from 'node:fs';
import { createMskClient } from '@msk-reach/core';
import { Partitioners } from 'kafkajs';

const { options, topic, into } = JSON.parse(process.env.PROGRAM);
const started = performance.now();
const client = await createMskClient({ ...options, kafka: { logLevel: 0 }, healthRefreshMs: 60_000 });
const ready = performance.now() - started;
const producer = client.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
await producer.connect();
await producer.send({ topic, messages: [{ value: 'one' }] });
const consumer = client.kafka.consumer({ groupId: `life-${process.pid}`, maxWaitTimeInMs: 100 });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await new Promise((resolve, reject) => {
  consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || reject(payload.error));
  consumer.run({ eachMessage: async () => resolve() }).catch(reject);
});
const idle = client.kafka.admin();
await idle.connect();
await client.close();
// Callbacks of this very turn, which the next has not.
await new Promise((resolve) => setImmediate(resolve));
// The pipes are the process's own output.
const held = process.getActiveResourcesInfo().filter((kind) => kind !== 'PipeWrap');
writeFileSync(into, JSON.stringify({ ready, held }));
