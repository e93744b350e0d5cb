/** What `npm start` runs: each process with its command, its environment and its place in the order of ending. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './paths.mjs';

export const mainOf = {
  api: inRoot('dist/apps/api/src/main.js'),
  projector: inRoot('dist/apps/projector/src/main.js'),
  'process-manager': inRoot('dist/apps/process-manager/src/main.js'),
  eventstore: inRoot('eventstore-node/dist/src/main.js'),
};

const ranks = { stores: 0, workers: 1, api: 2 };

/** The environment without what belongs to other processes: PORT is the API's, and the node reads EVENTSTORE_* itself. */
const without = (...names) => Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.includes(name)));

export function redis({ program, port, dataDir }) {
  const dir = path.join(dataDir, 'redis');
  mkdirSync(dir, { recursive: true });
  const options = { bind: '127.0.0.1', port, dir, appendonly: 'yes', save: '', 'maxmemory-policy': 'noeviction' };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return { name: 'redis', rank: ranks.stores, command: program, args, env: process.env };
}

export function eventStore({ port, dataDir }) {
  const dir = path.join(dataDir, 'eventstore');
  mkdirSync(dir, { recursive: true });
  return {
    name: 'eventstore',
    rank: ranks.stores,
    command: process.execPath,
    args: [mainOf.eventstore, '--insecure', '--db', dir, '--http-port', String(port)],
    env: without('PORT', 'HOST', 'EVENTSTORE_URL'),
  };
}

/** V8 lets its heap grow with the machine's memory; each process is to stay below 300 MB in all. */
const heap = ['--max-old-space-size=288', '--max-semi-space-size=32'];

function role(name, rank, env) {
  return { name, rank, command: process.execPath, args: [...heap, mainOf[name]], env };
}

export function roles({ port, host, testClock, apiKeysFile, dataDir, eventStoreUrl, redisUrl }) {
  const common = {
    ...without('PORT', 'HOST', 'API_KEYS_FILE'),
    DATA_DIR: dataDir,
    EVENTSTORE_URL: eventStoreUrl,
    REDIS_URL: redisUrl,
    TEST_CLOCK: String(testClock),
  };
  const http = { PORT: String(port), HOST: host, ...(apiKeysFile && { API_KEYS_FILE: apiKeysFile }) };
  return [
    role('projector', ranks.workers, common),
    role('process-manager', ranks.workers, common),
    role('api', ranks.api, { ...common, ...http }),
  ];
}
