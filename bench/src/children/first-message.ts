/** When the first message was acknowledged, milliseconds since the epoch. */
import { openKafka } from './kafka.ts';
import { answerOnce } from './serve.ts';
import { TOPIC, variable } from './environment.ts';

await answerOnce(async () => {
  const { kafka, close } = await openKafka();
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: variable(TOPIC), messages: [{ value: 'first' }] });
  const acknowledgedAt = performance.timeOrigin + performance.now();
  await producer.disconnect();
  await close();
  return acknowledgedAt;
});
