// The yardstick: a POST endpoint on Nest and Fastify that does nothing. Prints its port when it listens.
import 'reflect-metadata';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

class Bare {
  /** @param {{ amount: string }} body */
  charge(body) {
    return { transactionId: 'tx-1', status: 'completed', amount: body.amount };
  }
}
Body()(Bare.prototype, 'charge', 0);
Post('charges')(Bare.prototype, 'charge', Object.getOwnPropertyDescriptor(Bare.prototype, 'charge') ?? {});
Controller('v1')(Bare);

class BareModule {}
Module({ controllers: [Bare] })(BareModule);

const app = await NestFactory.create(BareModule, new FastifyAdapter(), { logger: ['error'] });
process.once('SIGTERM', () => void app.close());
await app.listen(Number(process.env.PORT), '127.0.0.1');
process.stdout.write('listening\n');
