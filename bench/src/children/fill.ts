/** Fills the topic for those that consume it. */
import { openKafka } from './kafka.ts';
import { answerOnce } from './serve.ts';
import { TOPIC, variable } from './environment.ts';

const SENDS = 200;
const MESSAGES = 1_000;
const BYTES = 200;

await answerOnce(async () => {
  const { kafka, close } = await openKafka();
  const producer = kafka.producer();
  await producer.connect();
  const messages = Array.from({ length: MESSAGES }, (_, index) => ({
    key: `key-${index}`,
    value: Buffer.alloc(BYTES, index),
  }));
  for (let sent = 0; sent < SENDS; sent += 1) await producer.send({ topic: variable(TOPIC), messages });
  await producer.disconnect();
  await close();
  return SENDS * MESSAGES;
});
