/** Resident memory once a producer is connected, MiB. */
import { openKafka } from './kafka.ts';
import { answerOnce } from './serve.ts';

const MIB = 1024 * 1024;

await answerOnce(async () => {
  const { kafka, close } = await openKafka();
  const producer = kafka.producer();
  await producer.connect();
  const rss = process.memoryUsage.rss() / MIB;
  await producer.disconnect();
  await close();
  return rss;
});
