/** `compare`: the product's balances of the past against an independent fold of the log, and hledger's. */
import { randomInt } from 'node:crypto';
import { Command, Option } from 'commander';
import { NOT_RIGHT, endWith } from '../exit-codes.js';
import { countFrom, example, readsLog } from '../options.js';
import { startProgress } from '../progress.js';
import { type SourceOptions, withSource } from '../source/source.js';
import { show } from '../terminal/show.js';
import { type Difference, type Equality, compare } from './equality.js';

type Given = SourceOptions & {
  readonly points: number;
  readonly seed?: number;
  readonly hledgerCuts: number;
  readonly json: boolean;
};

const SEEDS = 2 ** 31;

export const compareCommand = readsLog(new Command('compare'))
  .description(
    `Compares balances at random points (account, moment, clock) with a plain fold of the log that shares no code with the product, and balances of all accounts at some places with hledger, where it is installed. Prints each difference; exit code ${NOT_RIGHT} where there is one.`,
  )
  .addOption(new Option('--points <number>', 'how many').argParser(countFrom(1)).default(8_000))
  .addOption(new Option('--seed <number>', 'the same points again (default: new ones)').argParser(countFrom(0)))
  .addOption(new Option('--hledger-cuts <number>', 'at how many places in the log').argParser(countFrom(0)).default(4))
  .addHelpText(...example('compare --export drawdown.ndjson --points 8000'))
  .action(async (given: Given) => {
    const { points, seed = randomInt(SEEDS), hledgerCuts } = given;
    const progress = startProgress('comparing, points', points);
    const equality = await withSource(given, (source) =>
      compare(source, { seed, points, hledgerCuts }, progress),
    ).finally(() => progress.end());
    show(given.json, equality, () => textOf(equality));
    endWith(equality.differences.length === 0);
  });

function textOf({ seed, accounts, points, hledger, differences }: Equality): string {
  const product = differences.filter(({ of }) => of === 'product').length;
  const others = differences.length - product;
  return [
    ...differences.map(sentence),
    `${points} points of ${accounts} accounts, seed ${seed}: ${product} differ`,
    hledger === null
      ? 'hledger is not installed: nothing was compared with it'
      : `${hledger.balances} balances of ${hledger.version}: ${others} differ`,
  ].join('\n');
}

function sentence({ accountId, moment, of, says, plainly }: Difference): string {
  const names = Object.keys(plainly).filter((name) => says[name] !== plainly[name]);
  const all = names.map((name) => `${name} ${says[name]} instead of ${plainly[name]}`);
  return `${accountId} at ${moment}: the ${of} says ${all.join(', ')}`;
}
