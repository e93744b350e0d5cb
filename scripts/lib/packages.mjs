/** The dependencies: installed as locked, or installed again. */
import { readFileSync } from 'node:fs';
import { inRoot, root } from './paths.mjs';
import { run } from './run.mjs';
import { Refusal, done, seconds, step } from './say.mjs';

/**
 * @param {string[]} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
const lockedPackages = (...file) => JSON.parse(readFileSync(inRoot(...file), 'utf8')).packages;

/**
 * Compares versions, not file times: npm writes its own record of what is installed, and only when it has finished.
 * Optional packages may be absent, as those of other platforms are.
 */
export function areInstalled() {
  /** @type {ReturnType<typeof lockedPackages>} */
  let installed;
  try {
    installed = lockedPackages('node_modules', '.package-lock.json');
  } catch {
    return false;
  }
  return Object.entries(lockedPackages('package-lock.json')).every(
    ([path, { version, optional }]) =>
      path === '' || (installed[path] ? installed[path].version === version : optional === true),
  );
}

export async function installPackages() {
  if (areInstalled()) return;
  const startedAt = performance.now();
  step('installing dependencies (npm ci)');
  const npm = process.env.npm_execpath;
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await run(command, [...before, ...args], { cwd: root });
  if (code !== 0) throw new Refusal(`npm ci failed:\n${output.trim()}`);
  done(`dependencies installed in ${seconds(performance.now() - startedAt)}`);
}
