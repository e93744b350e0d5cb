/** What `npm start` runs: each process with its command, its environment and its place in the order of ending. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { binary, inRoot } from './paths.mjs';

/** @typedef {{ name: string, rank: number, command: string, args: string[], env: NodeJS.ProcessEnv, isShown?: boolean }} Process */
/** @typedef {'api' | 'projector' | 'process-manager'} Role */

export const mainOf = {
  api: inRoot('dist/apps/api/src/main.js'),
  projector: inRoot('dist/apps/projector/src/main.js'),
  'process-manager': inRoot('dist/apps/process-manager/src/main.js'),
  eventstore: inRoot('eventstore-node/dist/src/main.js'),
};

const ranks = { stores: 0, workers: 1, api: 2 };

/** The environment without what belongs to other processes: PORT is the API's, and the node reads EVENTSTORE_* itself. */
/** @param {string[]} names */
const without = (...names) => Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.includes(name)));

/**
 * @param {{ program: string, port: number, dataDir: string }} where
 * @returns {Process}
 */
export function redis({ program, port, dataDir }) {
  const dir = path.join(dataDir, 'redis');
  mkdirSync(dir, { recursive: true });
  const options = { bind: '127.0.0.1', port, dir, appendonly: 'yes', save: '', 'maxmemory-policy': 'noeviction' };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return { name: 'redis', rank: ranks.stores, command: program, args, env: process.env };
}

/**
 * @param {{ port: number, dataDir: string }} where
 * @returns {Process}
 */
export function eventStore({ port, dataDir }) {
  const dir = path.join(dataDir, 'eventstore');
  mkdirSync(dir, { recursive: true });
  return {
    name: 'eventstore',
    rank: ranks.stores,
    command: process.execPath,
    args: [mainOf.eventstore, '--insecure', '--db', dir, '--http-port', String(port)],
    env: without('PORT', 'HOST', 'EVENTSTORE_URL', 'EVENTSTORE_CLIENT'),
  };
}

/**
 * V8 lets its heap grow with the machine's memory; each process is to stay near 300 MB in all. The projector may take 100 more while it
 * makes read models anew: near its bound V8 collects garbage all the time, which made that take twice as long.
 */
const heapOf = (/** @type {Role} */ name) => [
  `--max-old-space-size=${name === 'projector' ? 384 : 288}`,
  '--max-semi-space-size=32',
];

/**
 * @param {Role} name
 * @param {number} rank
 * @param {NodeJS.ProcessEnv} env
 * @returns {Process}
 */
function role(name, rank, env) {
  return { name, rank, command: process.execPath, args: [...heapOf(name), mainOf[name]], env };
}

/**
 * @typedef {{ port: number, host: string, hasTestClock: boolean, apiKeysFile?: string | undefined,
 *   settingsFile?: string | undefined, checkpointKeyFile?: string | undefined, dataDir: string,
 *   eventStoreUrl: string, redisUrl: string }} Settings
 * @param {Settings} settings
 */
export function roles(settings) {
  const { port, host, hasTestClock, apiKeysFile, settingsFile, checkpointKeyFile, dataDir, eventStoreUrl, redisUrl } =
    settings;
  const common = {
    ...without('PORT', 'HOST', 'API_KEYS_FILE', 'SETTINGS_FILE', 'CHECKPOINT_KEY_FILE'),
    DATA_DIR: dataDir,
    EVENTSTORE_URL: eventStoreUrl,
    REDIS_URL: redisUrl,
    TEST_CLOCK: String(hasTestClock),
    // With the development keys nobody else's network is at hand to be reached into.
    WEBHOOKS_ALLOW_LOOPBACK: process.env.WEBHOOKS_ALLOW_LOOPBACK || String(!apiKeysFile),
  };
  const files = {
    ...(apiKeysFile && { API_KEYS_FILE: apiKeysFile }),
    ...(settingsFile && { SETTINGS_FILE: settingsFile }),
  };
  // Only the process that signs is given the key.
  const signing = checkpointKeyFile ? { CHECKPOINT_KEY_FILE: checkpointKeyFile } : {};
  const http = { PORT: String(port), HOST: host, ...files };
  return [
    role('projector', ranks.workers, common),
    role('process-manager', ranks.workers, { ...common, ...signing }),
    role('api', ranks.api, { ...common, ...http }),
  ];
}

/**
 * The API as `nest start --watch` runs it (nest-cli.json): compiled and started again whenever a source changes. What the
 * compiler finds is for the terminal. The Nest CLI passes SIGTERM on and ends when the API has ended; a shell between
 * them would not pass it on.
 * @param {Process} api
 * @returns {Process}
 */
export const watchedApi = (api) => ({
  ...api,
  command: process.execPath,
  args: [binary('nest'), 'start', 'api', '--watch', '--preserveWatchOutput', '--no-shell'],
  isShown: true,
});
