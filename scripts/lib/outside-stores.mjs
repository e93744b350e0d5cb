/** Stores that run elsewhere may come up later than we do: they are waited for, and a line names them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { withoutCredentials } from '#platform/addresses.js';
import { listens } from './answers.mjs';
import { done, step } from './say.mjs';

const againMs = 250;

/**
 * Resolves when something takes connections at each address that is given.
 * @param {{ eventStoreUrl: string | undefined, redisUrl: string | undefined }} stores
 */
export async function untilTheyListen({ eventStoreUrl, redisUrl }) {
  await Promise.all([untilItListens('the event store', eventStoreUrl), untilItListens('Redis', redisUrl)]);
}

/**
 * @param {string} name
 * @param {string | undefined} url
 */
async function untilItListens(name, url) {
  if (!url) return;
  for (let isNoted = false; ; await sleep(againMs)) {
    const reason = await listens(url);
    if (reason === undefined && isNoted) done(`${name} accepts connections now`);
    if (reason === undefined) return;
    if (!isNoted) step(`waiting for ${name} at ${withoutCredentials(url)}, where nothing listens yet (${reason})`);
    isNoted = true;
  }
}
