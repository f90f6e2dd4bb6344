/** A NestJS application with a consumer behind the gate, and its probes by `@nestjs/terminus`. */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { createConsumerHealth, createMskClient, loadOptions } from '@msk-reach/core';
import { MskIndicator, PROBES } from './msk-indicator.ts';
import { ProbesController } from './probes-controller.ts';

const topic = process.env['TOPIC'] ?? 'orders';
const client = await createMskClient({ ...(await loadOptions()), healthRefreshMs: 60_000 });
const consumer = client.kafka.consumer({ groupId: process.env['GROUP'] ?? 'nest-health' });

@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [ProbesController],
  providers: [MskIndicator, { provide: PROBES, useValue: createConsumerHealth(client.health(), consumer) }],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
await app.listen(Number(process.env['PORT'] ?? 0), process.env['HOST'] ?? '127.0.0.1');
console.log(`probes on ${await app.getUrl()}`);

async function stop(): Promise<void> {
  await client.close();
  await app.close();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message }) => console.log(`received ${message.value?.toString() ?? ''}`),
});
