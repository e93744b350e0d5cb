#!/usr/bin/env node
// `npm start` runs everything on the embedded default and ends it in order; `npm run start:<role>` runs one more process
// of a role against the stores that EVENTSTORE_URL and REDIS_URL name.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { httpAnswers, redisAnswers } from './lib/answers.mjs';
import { takeDataDir } from './lib/data-dir.mjs';
import { untilTheyListen } from './lib/outside-stores.mjs';
import { inRoot } from './lib/paths.mjs';
import { freePort, requireFree } from './lib/ports.mjs';
import { eventStore, mainOf, redis, roles } from './lib/processes.mjs';
import { Refusal, done, endWith, step } from './lib/say.mjs';
import { outsideStores, readSettings } from './lib/settings.mjs';
import { Supervisor } from './lib/supervisor.mjs';
import { welcome } from './lib/welcome.mjs';
import { setUp } from './setup.mjs';

async function startRole(role) {
  if (!mainOf[role]) throw new Refusal(`no role ${role}: there are ${Object.keys(mainOf).join(', ')}`);
  const needed = role === 'eventstore' ? [] : ['EVENTSTORE_URL', 'REDIS_URL'];
  for (const name of needed) {
    if (!process.env[name])
      throw new Refusal(`${name} is missing: start:${role} joins stores that run, as npm start prints them`);
  }
  await setUp({ needsRedis: false });
  if (needed.length > 0) await untilTheyListen(outsideStores(process.env));
  process.argv.splice(1, 2, mainOf[role]);
  await import(pathToFileURL(mainOf[role]));
}

async function startStores(supervisor, settings, program) {
  const { dataDir } = settings;
  const stores = {};
  if (!settings.redisUrl) {
    const port = await freePort();
    supervisor.start(redis({ program, port, dataDir }));
    stores.redisUrl = `redis://127.0.0.1:${port}`;
    await supervisor.ready('Redis', () => redisAnswers(port));
    done(`Redis on ${stores.redisUrl}`);
  }
  if (!settings.eventStoreUrl) {
    const port = await freePort();
    supervisor.start(eventStore({ port, dataDir }));
    stores.eventStoreUrl = `esdb://127.0.0.1:${port}?tls=false`;
    await supervisor.ready('the event store', () => httpAnswers(`http://127.0.0.1:${port}/health/live`));
    done(`embedded event store on ${stores.eventStoreUrl}`);
  }
  return { ...settings, ...stores };
}

/** With the API's own rules, which are built by now: before anything starts that would have to end again. */
async function requireKeys({ apiKeysFile }) {
  const { loadApiKeys } = await import(pathToFileURL(inRoot('dist/apps/api/src/auth/api-keys.js')));
  try {
    loadApiKeys(apiKeysFile);
  } catch (error) {
    throw new Refusal(error.message);
  }
}

/** Every process refuses such a Redis; here it is said once, before any of them is started. */
async function requireRedisThatKeepsAll({ redisUrl }) {
  if (!redisUrl) return;
  const { connectRedis } = await import(pathToFileURL(inRoot('dist/libs/read-models/redis-store.js')));
  const { evictionProblem } = await import(pathToFileURL(inRoot('dist/libs/read-models/eviction.js')));
  const redis = connectRedis(redisUrl, { patience: 'fails' });
  const problem = await evictionProblem(redis).catch(() => null);
  redis.close();
  if (problem) throw new Refusal(problem);
}

/** An address that listens everywhere is not one to call. */
function urlOf({ host, port }) {
  const callable = { '0.0.0.0': '127.0.0.1', '::': '[::1]', '::1': '[::1]' }[host] ?? host;
  return `http://${callable}:${port}`;
}

async function bringUp(supervisor, settings, program, logDir) {
  const withStores = await startStores(supervisor, settings, program);
  await untilTheyListen(settings);
  step('starting projector, process manager and API');
  for (const role of roles(withStores)) supervisor.start(role);
  const url = urlOf(withStores);
  await supervisor.ready('the API', () => httpAnswers(`${url}/health/ready`));
  if (supervisor.isStopping) return;
  supervisor.isUp();
  welcome({ ...withStores, url, logDir });
}

async function superviseUntilAsked(settings, program, lockFile) {
  const asked = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(signal));
  });
  process.stdout.on('error', () => {}); // a closed terminal must not keep the stores from ending in order
  const logDir = path.join(settings.dataDir, 'logs');
  const supervisor = new Supervisor({ logDir, lockFile });
  try {
    await Promise.race([asked, bringUp(supervisor, settings, program, logDir)]);
    await Promise.race([asked, supervisor.failed]);
    step('stopping');
  } finally {
    await supervisor.stop();
  }
}

async function startAll() {
  const settings = readSettings(process.env);
  const { file: lockFile, release } = await takeDataDir(settings.dataDir);
  try {
    await requireFree(settings.port, settings.host);
    const program = await setUp({ needsRedis: !settings.redisUrl });
    await requireKeys(settings);
    await requireRedisThatKeepsAll(settings);
    await superviseUntilAsked(settings, program, lockFile);
  } finally {
    release();
  }
  done('stopped');
  process.exit(0);
}

const role = process.argv[2];
await (role ? startRole(role) : startAll()).catch(endWith);
