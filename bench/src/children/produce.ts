/** Messages a second that one producer gets acknowledged. */
import { openKafka } from './kafka.ts';
import { serve } from './serve.ts';
import { TOPIC, variable } from './environment.ts';

const SENDS = 100;
const AT_ONCE = 4;
const MESSAGES_A_SEND = 100;
const BYTES = 200;

const topic = variable(TOPIC);
const messages = Array.from({ length: MESSAGES_A_SEND }, (_, index) => ({
  key: `key-${index}`,
  value: Buffer.alloc(BYTES, index),
}));

const opened = openKafka().then(async ({ kafka, close }) => {
  const producer = kafka.producer();
  await producer.connect();
  return { producer, close };
});

serve(
  async () => {
    const { producer } = await opened;
    const sendMany = async (): Promise<void> => {
      for (let sent = 0; sent < SENDS / AT_ONCE; sent += 1) await producer.send({ topic, messages });
    };
    const started = performance.now();
    await Promise.all(Array.from({ length: AT_ONCE }, sendMany));
    return (SENDS * MESSAGES_A_SEND * 1_000) / (performance.now() - started);
  },
  async () => {
    const { producer, close } = await opened;
    await producer.disconnect();
    await close();
  },
);
