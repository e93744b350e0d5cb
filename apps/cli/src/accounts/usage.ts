/** `usage`: what an account used, summed up. */
import { Command, Option } from 'commander';
import type { Instant } from '#domain/messages.js';
import type { UsageLine } from '#from-log/usage-summary.js';
import { usageFrom } from '#from-log/usage.js';
import { example, instantIn, readsLog } from '../options.js';
import { type SourceOptions, withSource } from '../source/source.js';
import { show } from '../terminal/show.js';
import { type Column, table } from '../terminal/table.js';

type Given = SourceOptions & {
  readonly by: string;
  readonly timeZone: string;
  readonly from?: Instant;
  readonly to?: Instant;
  readonly json: boolean;
};

export const usageCommand = readsLog(new Command('usage'))
  .description('Sums up what an account used in business time: charges, less what was refunded.')
  .argument('<account>', 'its id')
  .option(
    '--by <dimensions>',
    'any of product, model, resource, hour, day, in the order of the columns',
    'day,product,model',
  )
  .addOption(new Option('--from <time>', 'used at or after (default: 30 days before)').argParser(instantIn))
  .addOption(new Option('--to <time>', 'used at or before (default: now)').argParser(instantIn))
  .option('--time-zone <zone>', 'IANA name, of whose hours and days', 'UTC')
  .addHelpText(...example('usage team-2 --by model --from 2026-11-01T00:00:00Z'))
  .action(async (accountId: string, given: Given) => {
    const { by, timeZone, from, to } = given;
    const view = await withSource(given, ({ log }) => usageFrom(log, accountId, { from, to }, { by, timeZone }));
    show(given.json, { accountId, ...view }, () => `${table(columnsOf(by), view.items)}\ntotal ${view.total}`);
  });

const columnsOf = (by: string): readonly Column<UsageLine>[] => [
  ...by.split(',').map((name): Column<UsageLine> => ({ title: name, of: (line) => line[name as 'product'] ?? null })),
  ...(['charges', 'charged', 'refunded', 'amount'] as const).map((name): Column<UsageLine> => ({
    title: name,
    of: (line) => line[name],
    align: 'right',
  })),
];
