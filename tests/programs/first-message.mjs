// A client behind its gate that sends one message, one of many that start together. Its options come as JSON in PROGRAM.
import { createMskClient } from '@msk-reach/core';
import { Partitioners } from 'kafkajs';

const { options, topic } = JSON.parse(process.env.PROGRAM);
const client = await createMskClient({ ...options, kafka: { logLevel: 0 } });
const gate = performance.now();
const producer = client.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
await producer.connect();
await producer.send({ topic, messages: [{ value: String(process.pid) }] });
const sent = performance.now();
await client.close();
process.stdout.write(`${JSON.stringify({ gateMs: Math.round(gate), sentMs: Math.round(sent) })}\n`);
