/** Ends processes in order, the highest rank first: what takes requests before what stores their outcome. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from './lock.mjs';

const graceMs = 10_000;

/** @typedef {{ rank: number, pid: number, identity: string | undefined }} Running */

/** @param {Running} process */
async function stopOne({ pid, identity }) {
  if (!identity || !isRunning(identity)) return;
  try {
    process.kill(pid, 'SIGTERM');
    for (const deadline = performance.now() + graceMs; performance.now() < deadline; await sleep(25)) {
      if (!isRunning(identity)) return;
    }
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
  while (isRunning(identity)) await sleep(25);
}

/**
 * Only a process that is still the one that was started is signalled.
 * @param {readonly Running[]} processes
 */
export async function stopInOrder(processes) {
  const ranks = [...new Set(processes.map(({ rank }) => rank))].sort((a, b) => b - a);
  for (const rank of ranks) await Promise.all(processes.filter((one) => one.rank === rank).map(stopOne));
}
