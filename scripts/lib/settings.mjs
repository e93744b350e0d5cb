/** What `npm start` runs with. The rules are libs/platform/config.ts; only where data lies is tried here. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, readConfig, readSettings, requireKeys } from '#platform/config.js';
import { Refusal } from './say.mjs';

/** @typedef {import('#platform/config.js').Settings} Settings */

/**
 * Returns what `read` returns; a value that can't be used is a reason to end, without a stack.
 * @template T
 * @param {() => T} read
 * @returns {T}
 */
function orRefusal(read) {
  try {
    return read();
  } catch (error) {
    throw error instanceof ConfigError ? new Refusal(error.message) : error;
  }
}

/**
 * One folder after the other: where one can't be made, Node's own recursion may never end (below /proc).
 * @param {string} folder
 */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
}

/** @param {string} dataDir */
function requireWritable(dataDir) {
  try {
    makeFolder(path.resolve(dataDir));
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Refusal(`DATA_DIR=${dataDir} is wrong: expected a folder that can be written (${code})`);
  }
}

/**
 * For `npm start`: stores that are not named are brought along.
 * @param {NodeJS.ProcessEnv} env
 */
export function settingsOfStart(env) {
  const settings = orRefusal(() => {
    const read = readSettings(env);
    requireKeys(read);
    return read;
  });
  requireWritable(settings.dataDir);
  return settings;
}

/**
 * For one more process of a role, which joins stores that run.
 * @param {NodeJS.ProcessEnv} env
 */
export const settingsOfRole = (env) => orRefusal(() => readConfig(env));
