/** The command line of a simulation: compiles it, brings the product up where none is named, and prints what is proved. */
import { pathToFileURL } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { startStack } from '../../e2e/stack.mjs';
import { binary, inRoot, root } from './paths.mjs';
import { run } from './run.mjs';
import { Refusal, step } from './say.mjs';

/** @typedef {{ days: number, accounts: number, seed: number, concurrency: number, url?: string, export?: string, json: boolean }} Options */
/** @typedef {import('../../e2e/simulation/simulate.js').Simulated} Simulated */

/** @param {string} text */
function count(text) {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 to 999999.');
  return Number(text);
}

/** @param {readonly string[]} argv */
export async function simulateFrom(argv) {
  const command = new Command('simulate')
    .description(
      'Asks many accounts every command at random on simulated days, holds each answer against an independent model, and proves ' +
        'the read models, the log and the whole ledger at the end. The same seed asks the same.',
    )
    .option('--days <number>', 'simulated days', count, 30)
    .option('--accounts <number>', 'accounts', count, 200)
    .option('--seed <number>', 'what all is drawn from', count, 1)
    .option('--concurrency <number>', 'accounts that are asked at a time', count, 32)
    .option('--url <url>', 'a fresh service with TEST_CLOCK=true and the dev keys (default: one of its own)')
    .option('--export <file>', 'writes its log at the end')
    .option('--json', 'the result as JSON', false)
    .action(async (options) => {
      // As the command line's own exit codes: 2 is that something was found.
      process.exitCode = (await simulate(options)) ? 0 : 2;
    });
  await command.parseAsync(argv);
}

/** @param {Options} options */
async function simulate(options) {
  const { simulate: simulated } = await compiled();
  if (options.url) return report(options, await simulated({ ...options, url: options.url }));
  step('starting the product on a temporary data folder');
  const stack = await startStack({ env: { TEST_CLOCK: 'true' } });
  const [url = ''] = stack.urls;
  const stopped = () => void stack.stop().then(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stopped);
  try {
    const result = await stack.explained(simulated({ ...options, url }));
    if (options.export) await writeLog(stack.eventStoreUrl, options.export);
    return report(options, result);
  } finally {
    await stack.stop();
  }
}

/**
 * @param {string} eventStoreUrl
 * @param {string} file
 */
async function writeLog(eventStoreUrl, file) {
  step(`writing its log to ${file}`);
  const args = [inRoot('dist/apps/cli/src/main.js'), 'export', '--event-store', eventStoreUrl, '--output', file];
  const { code, output } = await run(process.execPath, args, {});
  if (code !== 0) throw new Refusal(`the log could not be written:\n${output.trim()}`);
}

/** @returns {Promise<typeof import('../../e2e/simulation/simulate.js')>} */
async function compiled() {
  step('compiling the simulation');
  const { code, output } = await run(binary('tsc'), ['-p', inRoot('tsconfig.simulation.json')], { cwd: root });
  if (code !== 0) throw new Refusal(`the simulation does not compile:\n${output.trim()}`);
  return import(pathToFileURL(inRoot('dist/e2e/simulation/simulate.js')).href);
}

/**
 * @param {Options} options
 * @param {Simulated} simulated
 */
function report({ days, accounts, seed, json }, { claims, commands, accepted, fingerprint, tookMs }) {
  const all = [...commands.values()].reduce((sum, each) => sum + each, 0);
  const isProved = claims.every(({ holds }) => holds);
  if (json) {
    const byType = Object.fromEntries(commands);
    const asked = { commands: all, byType, accepted, refused: all - accepted };
    console.log(JSON.stringify({ days, accounts, seed, tookMs, ...asked, fingerprint, claims }));
    return isProved;
  }
  console.log(`\n${days} days of ${accounts} accounts, seed ${seed}, in ${(tookMs / 1000).toFixed(1)} s`);
  console.log(
    `${all} commands of ${commands.size} types, ${accepted} accepted and ${all - accepted} refused, as the model says`,
  );
  console.log(`they are ${fingerprint}\n`);
  for (const { claim, holds, shown } of claims) console.log(`${holds ? 'proved' : 'FAILED'}  ${claim}: ${shown}`);
  return isProved;
}
