/** Stores that run elsewhere may come up later than we do: they are waited for, and it is said for whom. */
import { setTimeout as sleep } from 'node:timers/promises';
import { listens } from './answers.mjs';
import { done, step } from './say.mjs';
import { withoutCredentials } from './settings.mjs';

const againMs = 250;

/** Resolves when something takes connections at each address that is given. */
export async function untilTheyListen({ eventStoreUrl, redisUrl }) {
  await Promise.all([untilItListens('the event store', eventStoreUrl), untilItListens('Redis', redisUrl)]);
}

async function untilItListens(name, url) {
  if (!url) return;
  for (let isSaid = false; ; await sleep(againMs)) {
    const reason = await listens(url);
    if (reason === undefined && isSaid) done(`${name} is there`);
    if (reason === undefined) return;
    if (!isSaid) step(`waiting for ${name} at ${withoutCredentials(url)}, where nothing listens yet (${reason})`);
    isSaid = true;
  }
}
