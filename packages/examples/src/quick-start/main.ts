/** The ten lines of the README. */
import { createMskClient } from '@msk-reach/core';
import { optionsFromEnvironment } from '../settings.ts';

const client = await createMskClient(optionsFromEnvironment());
const producer = client.kafka.producer();
await producer.connect();
await producer.send({ topic: 'orders', messages: [{ value: 'hello' }] });
await producer.disconnect();
await client.close();
console.log('sent');
