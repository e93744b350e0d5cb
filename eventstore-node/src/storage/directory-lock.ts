import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class DirectoryInUse extends Error {}

const LOCK_FILE = 'node.lock';

/** When a process began, which distinguishes it from a later one with the same id. Linux only; elsewhere the id must do. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')')).split(' ')[20] ?? '';
  } catch {
    return '';
  }
}

const identityOf = (pid: number): string => `${pid} ${startOf(pid)}`;

function isAlive(identity: string): boolean {
  const pid = Number(identity.split(' ')[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return identityOf(pid) === identity;
}

/**
 * Makes the directory this process's own until the returned function is called or the process ends, however it ends:
 * a lock whose process is gone is taken over. Throws `DirectoryInUse` while another process lives.
 */
export function lockDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const lock = join(directory, LOCK_FILE);
  const own = join(directory, `${LOCK_FILE}.${process.pid}`);
  const identity = identityOf(process.pid);
  writeFileSync(own, identity);
  try {
    while (!claim(own, lock)) releaseIfAbandoned(directory, lock);
  } finally {
    rmSync(own, { force: true });
  }
  return () => {
    if (contentOf(lock) === identity) rmSync(lock, { force: true });
  };
}

/** A hard link appears whole or not at all, and never over another. */
function claim(own: string, lock: string): boolean {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function releaseIfAbandoned(directory: string, lock: string): void {
  const holder = contentOf(lock);
  if (holder === undefined) return;
  if (isAlive(holder)) throw new DirectoryInUse(`${directory} is in use by process ${holder.split(' ')[0]}.`);
  const aside = `${lock}.abandoned.${process.pid}`;
  renameSync(lock, aside);
  // Between reading and renaming another process may have taken the lock: then it is given back.
  if (contentOf(aside) !== holder) linkSync(aside, lock);
  rmSync(aside, { force: true });
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
