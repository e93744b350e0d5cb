/** One `npm start` at a time in a data folder. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryLock } from './lock.mjs';
import { Refusal, step } from './say.mjs';

/**
 * Takes the folder and returns the lock file. The watchdog of a killed start still holds it while it ends what that
 * start left running: that is waited for.
 * @param {string} dataDir
 */
export async function takeDataDir(dataDir) {
  const file = path.join(dataDir, 'start.lock');
  for (let isFirst = true; ; isFirst = false) {
    const tried = await tryLock(file);
    if (tried.taken) return { file, release: () => rmSync(file, { force: true }) };
    const [owner = ''] = tried.holders;
    if (tried.living.includes(owner)) break;
    if (isFirst) step('waiting for the processes of an earlier start to end');
    await sleep(100);
  }
  throw new Refusal(`${dataDir} is in use by another start; stop that one or choose another DATA_DIR`);
}
