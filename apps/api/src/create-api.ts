/** The API, put together and not listening yet. */
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Settings } from '#domain/account/events.js';
import type { Config } from '#platform/config.js';
import { type Logger, NestLogger } from '#platform/logging.js';
import { createRegistry, httpDurations } from '#platform/metrics.js';
import { AppModule } from './app.module.js';
import { type ApiKeys } from './auth/api-keys.js';
import { serveConsole } from './console/console.js';
import { ProblemFilter } from './errors/problem.filter.js';
import { createAdapter } from './http/fastify.js';
import { serveHotRoutes } from './http/hot-routes.js';
import { answerSchema } from './openapi/answer-schemas.js';
import { createDocument, serveDocument } from './openapi/document.js';

/** What a process has of files: who may call, what accounts are opened with, and the folder that the console was built into. */
export type FromFiles = { readonly keys: ApiKeys; readonly defaults: Settings; readonly consoleFolder: string };

export async function createApi(
  config: Config,
  { keys, defaults, consoleFolder }: FromFiles,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const metrics = createRegistry('api');
  const problems = new ProblemFilter(logger);
  const adapter = createAdapter({ keys, problems, measure: measureWith(httpDurations(metrics)) });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with({ config, defaults, logger, metrics }),
    adapter,
    {
      logger: new NestLogger(logger),
      // http/fastify.ts takes JSON, and nothing else.
      bodyParser: false,
      abortOnError: false,
    },
  );
  app.useGlobalFilters(problems);
  const document = createDocument(app);
  serveDocument(app, document);
  serveConsole(app, consoleFolder);
  serveHotRoutes(app, problems, (...route) => answerSchema(document, ...route));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

/** The histogram's child of each route and status is looked up once, not for every request. */
const measureWith =
  (durations: ReturnType<typeof httpDurations>) =>
  (method: string, route: string): ((status: number, seconds: number) => void) => {
    const children = new Map<number, { observe(seconds: number): void }>();
    return (status, seconds) => {
      const child = children.get(status) ?? durations.labels({ method, route, status: String(status) });
      children.set(status, child);
      child.observe(seconds);
    };
  };
