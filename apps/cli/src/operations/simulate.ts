/** `simulate`: hands over to scripts/simulate.mjs, which starts a product of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { NOT_RIGHT } from '../exit-codes.js';
import { countFrom, example, jsonOption } from '../options.js';

type Given = {
  readonly days: number;
  readonly accounts: number;
  readonly seed: number;
  readonly concurrency: number;
  readonly url?: string;
  readonly export?: string;
  readonly json: boolean;
};

const SCRIPT = fileURLToPath(new URL('../../../../../scripts/simulate.mjs', import.meta.url));

export const simulateCommand = new Command('simulate')
  .description(
    `Simulates days of many accounts on the test clock, holds every answer against an independent model of the rules, and proves the read models, the log and the whole ledger at the end. Needs a checkout of the repository. Exit code ${NOT_RIGHT} where something is not proved.`,
  )
  .addOption(new Option('--days <number>', 'simulated days').argParser(countFrom(1)).default(30))
  .addOption(new Option('--accounts <number>', 'accounts').argParser(countFrom(1)).default(200))
  .addOption(
    new Option('--seed <number>', 'what all is drawn from: the same asks the same').argParser(countFrom(1)).default(1),
  )
  .addOption(
    new Option('--concurrency <number>', 'accounts that are asked at a time').argParser(countFrom(1)).default(32),
  )
  .option('--url <url>', 'a fresh service with TEST_CLOCK=true and the dev keys (default: one of its own)')
  .addOption(new Option('--export <file>', 'writes its log at the end, for `compare` and `verify`').conflicts('url'))
  .addOption(jsonOption())
  .addHelpText(...example('simulate --days 30 --accounts 200 --seed 1'))
  .action(async (given: Given) => {
    if (!existsSync(SCRIPT)) {
      throw new Error(
        'A simulation compiles its own model and starts its own product: run it in a checkout of the repository.',
      );
    }
    const [code] = await once(spawn(process.execPath, [SCRIPT, ...argumentsOf(given)], { stdio: 'inherit' }), 'exit');
    process.exitCode = typeof code === 'number' ? code : 1;
  });

const argumentsOf = ({ json, ...options }: Given): readonly string[] => [
  ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
  ...(json ? ['--json'] : []),
];
