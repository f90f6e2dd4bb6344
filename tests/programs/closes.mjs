// A client that works until its parent says `close`; then tells how that went and what the process still holds.
// Its options come as JSON in PROGRAM.
import { once } from 'node:events';
import { createMskClient, findMskReachError } from '@msk-reach/core';
import { Partitioners } from 'kafkajs';

const { options, topic, group, connecting } = JSON.parse(process.env.PROGRAM);
const client = await createMskClient({ ...options, preflight: 'off', kafka: { logLevel: 0 } });
const producer = client.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
const consumer = client.kafka.consumer({ groupId: group, maxWaitTimeInMs: 100, sessionTimeout: 10_000 });
const calls = [];
const codes = new Set();
let open = 0;
const stop = new AbortController();
/** A call whose end is told. */
const call = async (made) => {
  open += 1;
  try {
    await made;
  } catch (error) {
    codes.add(findMskReachError(error)?.code ?? error.name);
  }
  open -= 1;
};
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function produce() {
  while (!stop.signal.aborted) {
    await call(producer.send({ topic, messages: [{ value: 'x' }] }));
    await pause(50);
  }
}

if (connecting) {
  calls.push(call(producer.connect()), call(consumer.connect()), call(client.kafka.admin().connect()));
} else {
  await producer.connect();
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const joined = new Promise((resolve) => void consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.run({ eachMessage: async () => undefined });
  await joined;
  calls.push(produce());
}
const asked = once(process, 'message');
process.send('ready');
await asked;
const started = performance.now();
stop.abort();
const [first, second] = [client.close(), client.close()];
await Promise.all([first, second]);
const ms = Math.round(performance.now() - started);
// Callbacks of this very turn, which the next has not; and the pause of the loop above.
await new Promise((resolve) => setImmediate(resolve));
if (open === 0) await Promise.all(calls);
// The pipes are the process's own.
const held = process.getActiveResourcesInfo().filter((kind) => kind !== 'PipeWrap');
const later = await producer.send({ topic, messages: [] }).then(
  () => 'sent',
  (error) => error.code,
);
process.send({ ms, open, held, later, codes: [...codes] });
process.disconnect();
