/** Messages a second that a group of one consumes, from the first message to the last; joining is not counted. */
import { openKafka } from './kafka.ts';
import { serve, side } from './serve.ts';
import { MESSAGES, TOPIC, variable } from './environment.ts';

const topic = variable(TOPIC);
const expected = Number(variable(MESSAGES));
const opened = openKafka();
let groups = 0;

serve(
  async () => {
    const { kafka } = await opened;
    groups += 1;
    const consumer = kafka.consumer({ groupId: `bench-${side}-${groups}` });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    let first = 0;
    let seen = 0;
    const ms = await new Promise<number>((resolve, reject) => {
      consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
      const eachMessage = async (): Promise<void> => {
        if (seen === 0) first = performance.now();
        seen += 1;
        if (seen === expected) resolve(performance.now() - first);
      };
      consumer.run({ eachMessage }).catch(reject);
    });
    await consumer.disconnect();
    return (expected * 1_000) / ms;
  },
  async () => (await opened).close(),
);
