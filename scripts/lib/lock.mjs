/** Lock files that name the processes holding them, so that one left behind by a killed process hinders nobody. */
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Process id and start time of a living process, for ids are used again; undefined when there is none.
 * @param {number} pid
 */
export function identityOf(pid) {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : `${pid} ${fields[19]}`;
    } catch {
      return undefined;
    }
  }
  try {
    return `${pid} ${execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()}`;
  } catch {
    return undefined;
  }
}

/** @param {string} identity */
export const isRunning = (identity) => identityOf(Number.parseInt(identity, 10)) === identity;

/** @param {string} file */
const readHolders = (file) => {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * Takes the file for this process, or returns its holders, the first of which took it, and which of them live.
 * @param {string} file
 * @returns {Promise<{ taken: true } | { taken: false, holders: string[], living: string[] }>}
 */
export async function tryLock(file) {
  for (let looks = 0; ; looks++) {
    try {
      writeFileSync(file, `${identityOf(process.pid)}\n`, { flag: 'wx' });
      return { taken: true };
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    const holders = readHolders(file);
    if (holders === undefined) continue;
    const living = holders.filter(isRunning);
    if (living.length > 0) return { taken: false, holders, living };
    // Empty for the moment between creation and writing; for ever only when the writer died just there.
    if (holders.length === 0 && looks < 20) await sleep(50);
    else removeStale(file, holders);
  }
}

/**
 * Moves a lock of the dead aside; one that somebody else took in the meantime goes back to its place.
 * @param {string} file
 * @param {readonly string[]} holders
 */
function removeStale(file, holders) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (String(readHolders(aside)) === String(holders)) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

/**
 * Waits for the file and takes it; returns what gives it back.
 * @param {string} file
 * @param {{ onWait: (living: readonly string[]) => void }} options
 */
export async function lock(file, { onWait }) {
  for (let isFirst = true; ; isFirst = false) {
    const tried = await tryLock(file);
    if (tried.taken) return () => rmSync(file, { force: true });
    if (isFirst) onWait(tried.living);
    await sleep(250);
  }
}

/**
 * Names the processes that hold the lock from now on, this one first.
 * @param {string} file
 * @param {readonly number[]} pids
 */
export function setHolders(file, pids) {
  writeFileSync(`${file}.new`, `${pids.map(identityOf).filter(Boolean).join('\n')}\n`);
  renameSync(`${file}.new`, file);
}
