/** Finds redis-server, or has the distribution's package manager install it. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { run } from './run.mjs';
import { Refusal, done, step } from './say.mjs';

const usualPlaces = ['/usr/local/bin', '/usr/bin', '/usr/local/sbin', '/usr/sbin', '/opt/homebrew/bin'];

/** @param {string} program */
function find(program) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...usualPlaces];
  return folders
    .filter(Boolean)
    .map((folder) => path.join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/**
 * Several lines are tried until one works: package lists may be missing or old, and some distributions renamed it.
 * @typedef {{ program: string, lines: string[], byHand: string, isForAnyone?: true }} PackageManager
 * @type {PackageManager[]}
 */
const managers = [
  {
    program: 'apt-get',
    lines: [
      'apt-get install -y --no-install-recommends --reinstall redis-server',
      'apt-get update',
      'apt-get install -y --no-install-recommends --reinstall redis-server',
    ],
    byHand: 'sudo apt-get update && sudo apt-get install redis-server',
  },
  {
    program: 'dnf',
    lines: ['dnf install -y redis', 'dnf install -y valkey-compat-redis'],
    byHand: 'sudo dnf install redis',
  },
  { program: 'yum', lines: ['yum install -y redis'], byHand: 'sudo yum install redis' },
  { program: 'apk', lines: ['apk add --no-cache redis'], byHand: 'sudo apk add redis' },
  { program: 'pacman', lines: ['pacman -Sy --noconfirm redis'], byHand: 'sudo pacman -S redis' },
  { program: 'zypper', lines: ['zypper --non-interactive install redis'], byHand: 'sudo zypper install redis' },
  { program: 'brew', isForAnyone: true, lines: ['brew install redis'], byHand: 'brew install redis' },
];

/** The words before a command that make it run as root: none for root, undefined where it takes a password. */
async function asRoot() {
  if (process.getuid?.() === 0) return [];
  if (!find('sudo')) return undefined;
  return (await run('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n'] : undefined;
}

/**
 * @param {PackageManager} manager
 * @param {readonly string[]} before
 */
async function installWith({ lines }, before) {
  let last = '';
  for (const line of lines) {
    const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C'];
    const [command = 'env', ...args] = [...before, ...quiet, ...line.split(' ')];
    step(line);
    last = (await run(command, args)).output.trim();
    if (find('redis-server')) return;
  }
  throw new Refusal(`redis-server could not be installed:\n${last.split('\n').slice(-15).join('\n')}`);
}

/** The path of a redis-server that runs. */
export async function findOrInstallRedis() {
  if (!find('redis-server')) {
    const manager = managers.find(({ program }) => find(program));
    const orElse = 'or give the address of one that runs as REDIS_URL=redis://host:6379';
    if (!manager) throw new Refusal(`redis-server is missing: install Redis 6.2 or newer, ${orElse}`);
    const before = manager.isForAnyone ? [] : await asRoot();
    if (!before) throw new Refusal(`redis-server is missing: ${manager.byHand}\n${orElse}`);
    step('redis-server is missing: installing it from the distribution');
    await installWith(manager, before);
    done('redis-server installed');
  }
  const program = find('redis-server') ?? 'redis-server';
  const { code, output } = await run(program, ['--version']);
  if (code !== 0) throw new Refusal(`${program} does not run: ${output.trim()}`);
  return program;
}
