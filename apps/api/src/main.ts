/** The API process. */
import { fileURLToPath } from 'node:url';
import { ConfigError, configOrExit, requireKeys } from '#platform/config.js';
import { createLogger } from '#platform/logging.js';
import { endOnDefect, endOnSignal } from '#platform/shutdown.js';
import { loadDefaultSettings } from './accounts/default-settings.js';
import { loadApiKeys } from './auth/api-keys.js';
import { type FromFiles, createApi } from './create-api.js';

const config = configOrExit();
const files = filesOrExit();
const logger = createLogger('api', config.logLevel);
endOnDefect(logger);

const app = await createApi(config, files, logger);
endOnSignal(logger, () => app.close());
await app.listen(config.port, config.host).catch(async (error: NodeJS.ErrnoException) => {
  console.error(`PORT=${config.port} on HOST=${config.host} can't be used: ${error.code ?? error.message}`);
  await app.close();
  process.exit(1);
});
logger.info({ port: config.port, host: config.host }, 'ready');

function filesOrExit(): FromFiles {
  try {
    requireKeys(config);
    return {
      keys: loadApiKeys(config.apiKeysFile),
      defaults: loadDefaultSettings(config.settingsFile),
      // Beside what this file is compiled into.
      consoleFolder: fileURLToPath(new URL('../../console', import.meta.url)),
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    return process.exit(1);
  }
}
