/** Brings the stores up, then the processes of the product, and ends them all in order. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { evictionProblem } from '#read-models/redis/eviction.js';
import { connectRedis } from '#read-models/redis/redis-store.js';
import { httpAnswers, redisAnswers } from './answers.mjs';
import { watchedConsole } from './build-console.mjs';
import { checkpointKeyOf } from './checkpoint-key.mjs';
import { takeDataDir } from './data-dir.mjs';
import { untilTheyListen } from './outside-stores.mjs';
import { inRoot } from './paths.mjs';
import { freePort, requireFree } from './ports.mjs';
import { eventStore, redis, roles, watchedApi } from './processes.mjs';
import { Refusal, done, step } from './say.mjs';
import { settingsOfStart } from './settings.mjs';
import { Supervisor } from './supervisor.mjs';
import { welcome } from './welcome.mjs';

/** @typedef {import('./settings.mjs').Settings} Settings */
/** @typedef {{ redisProgram: string | undefined, isWatched: boolean }} Mode */

/**
 * @param {Supervisor} supervisor
 * @param {Settings} settings
 * @param {string | undefined} program
 */
async function redisUrlOf(supervisor, { redisUrl, dataDir }, program) {
  if (redisUrl) return redisUrl;
  if (!program) throw new Error('the set-up has found no redis-server');
  const port = await freePort();
  supervisor.start(redis({ program, port, dataDir }));
  await supervisor.ready('Redis', () => redisAnswers(port));
  done(`Redis on redis://127.0.0.1:${port}`);
  return `redis://127.0.0.1:${port}`;
}

/**
 * @param {Supervisor} supervisor
 * @param {Settings} settings
 */
async function eventStoreUrlOf(supervisor, { eventStoreUrl, dataDir }) {
  if (eventStoreUrl) return eventStoreUrl;
  const port = await freePort();
  supervisor.start(eventStore({ port, dataDir }));
  await supervisor.ready('the event store', () => httpAnswers(`http://127.0.0.1:${port}/health/live`));
  done(`embedded event store on esdb://127.0.0.1:${port}?tls=false`);
  return `esdb://127.0.0.1:${port}?tls=false`;
}

/**
 * With the API's own rules: before anything starts that would have to end again.
 * @param {Settings} settings
 */
async function requireReadableFiles({ apiKeysFile, settingsFile }) {
  /** @type {typeof import('../../apps/api/src/auth/api-keys.js')} */
  const { loadApiKeys } = await import(pathToFileURL(inRoot('dist/apps/api/src/auth/api-keys.js')).href);
  /** @type {typeof import('../../apps/api/src/accounts/default-settings.js')} */
  const { loadDefaultSettings } = await import(
    pathToFileURL(inRoot('dist/apps/api/src/accounts/default-settings.js')).href
  );
  try {
    loadApiKeys(apiKeysFile);
    loadDefaultSettings(settingsFile);
  } catch (error) {
    throw new Refusal(/** @type {Error} */ (error).message);
  }
}

/**
 * Every process refuses a Redis that evicts; here the refusal is printed once, before any of them is started.
 * @param {Settings} settings
 */
async function requireRedisThatKeepsAll({ redisUrl }) {
  if (!redisUrl) return;
  const connection = connectRedis(redisUrl, { patience: 'fails' });
  const problem = await evictionProblem(connection).catch(() => null);
  connection.close();
  if (problem) throw new Refusal(problem);
}

/**
 * An address that listens everywhere is not one to call.
 * @param {Settings} settings
 */
function urlOf({ host, port }) {
  const callable = { '0.0.0.0': '127.0.0.1', '::': '[::1]', '::1': '[::1]' }[host] ?? host;
  return `http://${callable}:${port}`;
}

/**
 * @param {Supervisor} supervisor
 * @param {Settings} settings
 * @param {Mode} mode
 */
async function bringUp(supervisor, settings, { redisProgram, isWatched }) {
  const redisUrl = await redisUrlOf(supervisor, settings, redisProgram);
  const eventStoreUrl = await eventStoreUrlOf(supervisor, settings);
  const joined = { ...settings, redisUrl, eventStoreUrl, checkpointKeyFile: checkpointKeyOf(settings) };
  await untilTheyListen(settings);
  step('starting projector, process manager and API');
  for (const role of roles(joined)) supervisor.start(isWatched && role.name === 'api' ? watchedApi(role) : role);
  if (isWatched) supervisor.start(watchedConsole);
  const url = urlOf(settings);
  await supervisor.ready('the API', () => httpAnswers(`${url}/health/ready`));
  if (supervisor.isStopping) return;
  supervisor.isUp();
  welcome({ ...joined, url, logDir: supervisor.logDir });
}

/**
 * @param {Settings} settings
 * @param {string} lockFile
 * @param {Mode} mode
 */
async function superviseUntilSignal(settings, lockFile, mode) {
  const signalled = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(signal));
  });
  process.stdout.on('error', () => {}); // a closed terminal must not keep the stores from ending in order
  const supervisor = new Supervisor({ logDir: path.join(settings.dataDir, 'logs'), lockFile });
  try {
    await Promise.race([signalled, bringUp(supervisor, settings, mode)]);
    await Promise.race([signalled, supervisor.failed]);
    step('stopping');
  } finally {
    await supervisor.stop();
  }
}

/** @param {Mode} mode */
export async function startAll(mode) {
  const settings = settingsOfStart(process.env);
  const { file: lockFile, release } = await takeDataDir(settings.dataDir);
  try {
    await requireFree(settings.port, settings.host);
    await requireReadableFiles(settings);
    await requireRedisThatKeepsAll(settings);
    await superviseUntilSignal(settings, lockFile, mode);
  } finally {
    release();
  }
  done('stopped');
  process.exit(0);
}
