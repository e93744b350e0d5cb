/** A PostgreSQL of the distribution's packages on a directory of its own, tuned for commits, gone when it is stopped. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../scripts/lib/ports.mjs';

const HOME = '/usr/lib/postgresql';
const READY_WITHIN_MS = 30_000;

/** Group commit, no flush is spared: what was answered is on disk, as it is with Drawdown. */
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  commit_delay: '100',
  commit_siblings: '8',
  shared_buffers: '512MB',
  wal_buffers: '16MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
  max_connections: '100',
  jit: 'off',
  log_min_messages: 'panic',
  listen_addresses: '127.0.0.1',
};

/** Installs PostgreSQL where it is missing and may be. */
export function findOrInstallPostgres() {
  const find = () => existsSync(HOME) && readdirSync(HOME).sort((a, b) => Number(b) - Number(a))[0];
  if (!find()) {
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'postgresql'], { stdio: 'ignore' });
  }
  const version = find();
  if (!version) throw new Error('PostgreSQL is not installed: install the package postgresql');
  return path.join(HOME, version, 'bin');
}

/** PostgreSQL refuses to run as root: then its own user runs it. */
const postgresUser = () => {
  if (process.getuid?.() !== 0) return {};
  const id = (/** @type {string} */ flag) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
};

/** @param {Record<string, string>} [env] added to the server's own */
export async function startPostgres(env = {}) {
  const bin = findOrInstallPostgres();
  const user = postgresUser();
  const directory = mkdtempSync(path.join(tmpdir(), 'drawdown-peer-'));
  const data = path.join(directory, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (user.uid !== undefined) for (const each of [directory, data]) chownSync(each, user.uid, user.gid);
  const initialised = spawnSync(
    path.join(bin, 'initdb'),
    ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--locale=C'],
    {
      ...user,
      encoding: 'utf8',
    },
  );
  if (initialised.status !== 0) throw new Error(`initdb failed: ${initialised.stderr}`);
  const port = await freePort();
  const settings = Object.entries({ ...SETTINGS, port, unix_socket_directories: directory });
  const args = ['-D', data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const probe = ['-h', '127.0.0.1', '-p', String(port), '-U', 'bench', '-d', 'postgres'];
  const isReady = () => spawnSync(path.join(bin, 'pg_isready'), probe);
  const start = async () => {
    const started = spawn(path.join(bin, 'postgres'), args, {
      ...user,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    for (const until = performance.now() + READY_WITHIN_MS; ; await sleep(100)) {
      if (isReady().status === 0) return started;
      if (performance.now() > until || started.exitCode !== null) throw new Error('PostgreSQL did not start');
    }
  };
  let child = await start();
  const end = async () => {
    const exited = once(child, 'exit');
    child.kill('SIGINT');
    await exited;
  };
  return {
    url: `postgres://bench@127.0.0.1:${port}/postgres`,
    pid: () => child.pid,
    async restart() {
      await end();
      child = await start();
    },
    async stop() {
      await end();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
