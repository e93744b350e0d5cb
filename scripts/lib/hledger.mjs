/** Finds hledger, the tool that journals are held against, or has apt-get install it where that asks nobody. */
import { run } from './run.mjs';

const INSTALL = ['install', '-y', '--no-install-recommends', 'hledger'];

const runs = async () => (await run('hledger', ['--version'])).code === 0;

/** @param {readonly string[]} args */
const aptGet = (args) =>
  run('apt-get', ['-o', 'Acquire::http::Timeout=20', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  });

/** Whether hledger runs here. */
export async function findOrInstallHledger() {
  if (await runs()) return true;
  if (process.getuid?.() !== 0) return false;
  if ((await aptGet(INSTALL)).code !== 0 && (await aptGet(['update'])).code === 0) await aptGet(INSTALL);
  return runs();
}
