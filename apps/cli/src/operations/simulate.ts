/** `simulate`: hands over to scripts/simulate.mjs, which starts a product of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { example } from '../options.js';

const SCRIPT = fileURLToPath(new URL('../../../../../scripts/simulate.mjs', import.meta.url));

export const simulateCommand = new Command('simulate')
  .description('Simulates days of many accounts on the test clock and holds every answer against a model of the rules.')
  .argument('[options...]', 'as `npm run simulate -- --help` lists them')
  .allowUnknownOption()
  .helpOption(false)
  .addHelpText(...example('simulate --days 30 --accounts 200 --seed 1'))
  .action(async (options: readonly string[]) => {
    const [code] = await once(spawn(process.execPath, [SCRIPT, ...options], { stdio: 'inherit' }), 'exit');
    process.exitCode = typeof code === 'number' ? code : 1;
  });
