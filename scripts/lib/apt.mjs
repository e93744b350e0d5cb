/** Programs of the distribution that tests need: found, or installed by apt-get where that asks nobody. */
import { run } from './run.mjs';

/** @param {readonly string[]} args */
const aptGet = (args) =>
  run('apt-get', ['-o', 'Acquire::http::Timeout=20', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  });

/**
 * Whether the program runs here, after its package was installed where it had to be and could.
 * @param {string} program
 * @param {readonly string[]} [packages] that program's own, if not said
 */
export async function findOrInstall(program, packages = [program]) {
  const runs = async () => (await run(program, ['--version'])).code === 0;
  if (await runs()) return true;
  if (process.getuid?.() !== 0) return false;
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  if ((await aptGet(install)).code !== 0 && (await aptGet(['update'])).code === 0) await aptGet(install);
  return runs();
}
