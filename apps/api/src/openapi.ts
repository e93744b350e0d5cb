/** Writes the OpenAPI document to the path given, without an event store or Redis: node dist/apps/api/src/openapi.js FILE */
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';
import { readConfig } from '#platform/config.js';
import { createLogger } from '#platform/logging.js';
import { createRegistry } from '#platform/metrics.js';
import { AppModule } from './app.module.js';
import { createDocument } from './openapi/document.js';

const [file] = process.argv.slice(2);
if (!file) {
  console.error('Name the file to write the OpenAPI document to.');
  process.exit(1);
}

const config = readConfig({ EVENTSTORE_URL: 'esdb://none:2113', REDIS_URL: 'redis://none:6379' });
const given = {
  config,
  defaults: DEFAULT_SETTINGS,
  logger: createLogger('openapi', 'silent'),
  metrics: createRegistry('openapi'),
};
// A preview knows the controllers and connects to nothing.
const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(given), new FastifyAdapter(), {
  preview: true,
  logger: false,
  abortOnError: false,
});
writeFileSync(file, `${JSON.stringify(createDocument(app), null, 2)}\n`);
process.exit(0);
