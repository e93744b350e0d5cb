/** PostgreSQL behind the same Nest as the other side, an app for each size of its pool: the best counts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { freePort } from '../../scripts/lib/ports.mjs';
import { startPostgres } from '../peer-postgres/postgres.mjs';
import { FUNDS } from './tally.mjs';
import { HOT, spreadAccount } from './workloads.mjs';

const POOLS = [4, 16, 48];
const appFile = fileURLToPath(new URL('../peer-postgres/app.mjs', import.meta.url));
const schema = readFileSync(new URL('../peer-postgres/schema.sql', import.meta.url), 'utf8');

/**
 * @param {string} url
 * @param {number} pool
 * @param {number} port
 */
async function startApp(url, pool, port) {
  const env = { ...process.env, DATABASE_URL: url, PORT: String(port), POOL: String(pool) };
  const child = spawn(process.execPath, [appFile], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the peer's app ended with ${code} instead of listening`);
    }),
  ]);
  return {
    pid: child.pid,
    async stop() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

/**
 * @param {string} url
 * @param {number} accounts
 */
async function seed(url, accounts) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(schema);
    for (const [prefix, count] of /** @type {const} */ ([
      ['many', accounts],
      ['hot', 1],
    ])) {
      await client.query('select seed($1, $2, $3)', [prefix, count, String(FUNDS)]);
    }
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

/**
 * @param {number} accounts
 * @param {Record<string, string>} [storeEnv]
 */
export async function startPeer(accounts, storeEnv = {}) {
  const postgres = await startPostgres(storeEnv);
  /** @type {Awaited<ReturnType<typeof startApp>>[]} */
  let apps = [];
  /** @type {{ pool: number, port: number }[]} */
  const ports = [];
  const startApps = () => Promise.all(ports.map(({ pool, port }) => startApp(postgres.url, pool, port)));
  const stop = async () => {
    await Promise.all(apps.map((app) => app.stop()));
    await postgres.stop();
  };
  try {
    await seed(postgres.url, accounts);
    for (const pool of POOLS) ports.push({ pool, port: await freePort() });
    apps = await startApps();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    name: 'PostgreSQL',
    accountIds: [...Array.from({ length: accounts }, (_, n) => spreadAccount(n)), HOT],
    ports,
    processes: () => [
      { name: 'postgres', pid: postgres.pid(), hasChildren: true },
      ...apps.map(({ pid }, n) => ({ name: `app, pool of ${ports[n]?.pool}`, pid, hasChildren: false })),
    ],
    /** @template T @param {Promise<T>} promise */
    explained: (promise) => promise,
    /** Reads see what was committed. */
    caughtUp: async () => 0,

    async restart() {
      await Promise.all(apps.map((app) => app.stop()));
      await postgres.restart();
      apps = await startApps();
    },

    stop,
  };
}
