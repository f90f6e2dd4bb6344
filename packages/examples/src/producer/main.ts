/** A producer: proves every broker first, then sends ten messages. */
import { createMskClient, loadOptions } from '@msk-reach/core';

const topic = process.env['TOPIC'] ?? 'orders';
const client = await createMskClient(await loadOptions());
try {
  const producer = client.kafka.producer();
  await producer.connect();
  const messages = Array.from({ length: 10 }, (_, index) => ({
    key: `order-${index}`,
    value: `{"amount":${index}}`,
  }));
  const [result] = await producer.send({ topic, messages });
  await producer.disconnect();
  console.log(`sent ${messages.length} messages to ${topic} from offset ${result?.baseOffset ?? '?'}`);
} finally {
  await client.close();
}
