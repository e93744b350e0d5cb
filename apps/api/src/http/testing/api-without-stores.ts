/** The API as it is put together, with stores that are not there: for what is answered without them. */
import { rmSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';
import { readConfig } from '#platform/config.js';
import { createLogger } from '#platform/logging.js';
import { loadApiKeys } from '../../auth/api-keys.js';
import { builtConsole } from '../../console/testing/built-console.js';
import { createApi } from '../../create-api.js';

export type ApiWithoutStores = { readonly app: NestFastifyApplication; readonly close: () => Promise<void> };

export async function apiWithoutStores(): Promise<ApiWithoutStores> {
  const config = readConfig({ EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false', REDIS_URL: 'redis://127.0.0.1:1' });
  const consoleFolder = builtConsole();
  const files = { keys: loadApiKeys(undefined), defaults: DEFAULT_SETTINGS, consoleFolder };
  const app = await createApi(config, files, createLogger('test', 'silent'));
  const close = async () => {
    await app.close();
    rmSync(consoleFolder, { recursive: true });
  };
  return { app, close };
}
