/** A NestJS microservice: the framework builds its own kafkajs client from our config. */
import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Payload, Transport, type KafkaOptions } from '@nestjs/microservices';
import { createKafkaConfig, loadOptions } from '@msk-reach/core';

const topic = process.env['TOPIC'] ?? 'orders';

@Controller()
class OrdersController {
  @EventPattern(topic)
  received(@Payload() order: unknown): void {
    console.log(`received ${JSON.stringify(order)}`);
  }
}

@Module({ controllers: [OrdersController] })
class AppModule {}

const config = await createKafkaConfig(await loadOptions());
const app = await NestFactory.createMicroservice<KafkaOptions>(AppModule, {
  transport: Transport.KAFKA,
  options: {
    client: config,
    consumer: { groupId: process.env['GROUP'] ?? 'nest' },
    subscribe: { fromBeginning: true },
  },
  logger: ['error', 'warn'],
});
await app.listen();
console.log('listening');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void app.close());
}
