/** One more process of a role, in this process: it joins stores that run, and waits for them. */
import { pathToFileURL } from 'node:url';
import { untilTheyListen } from './outside-stores.mjs';
import { mainOf } from './processes.mjs';
import { Refusal } from './say.mjs';
import { settingsOfRole } from './settings.mjs';

/**
 * @param {string} name
 * @returns {name is keyof typeof mainOf}
 */
const isRole = (name) => Object.hasOwn(mainOf, name);

/** @param {string} role */
export async function startRole(role) {
  if (!isRole(role)) throw new Refusal(`no role ${role}: there are ${Object.keys(mainOf).join(', ')}`);
  if (role !== 'eventstore') await untilTheyListen(settingsOfRole(process.env));
  process.argv.splice(1, 2, mainOf[role]);
  await import(pathToFileURL(mainOf[role]).href);
}
