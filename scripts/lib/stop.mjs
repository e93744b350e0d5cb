/** Ends processes in order, the highest rank first: what takes requests before what stores their outcome. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from './lock.mjs';

const graceMs = 10_000;

async function stopOne({ pid, identity }) {
  if (!identity || !isRunning(identity)) return;
  try {
    process.kill(pid, 'SIGTERM');
    for (const deadline = performance.now() + graceMs; performance.now() < deadline; await sleep(25)) {
      if (!isRunning(identity)) return;
    }
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
  while (isRunning(identity)) await sleep(25);
}

/** Each is `{ rank, pid, identity }`; only a process that is still the one that was started is signalled. */
export async function stopInOrder(processes) {
  const ranks = [...new Set(processes.map(({ rank }) => rank))].sort((a, b) => b - a);
  for (const rank of ranks) await Promise.all(processes.filter((one) => one.rank === rank).map(stopOne));
}
