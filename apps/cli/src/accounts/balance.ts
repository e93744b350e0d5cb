/** `balance`: what an account has, now or as it was, on either clock. */
import { Command } from 'commander';
import { type BalanceView, pastBalance } from '#from-log/balance-view.js';
import { isPast } from '#from-log/cut.js';
import { presentBalance } from '#from-log/present.js';
import { type PastOptions, example, looksBack, pastIn, readsLog } from '../options.js';
import { type SourceOptions, withSource } from '../source/source.js';
import { show } from '../terminal/show.js';
import { list } from '../terminal/table.js';

type Given = SourceOptions & PastOptions & { readonly json: boolean };

export const balanceCommand = readsLog(looksBack(new Command('balance')))
  .description('Shows what an account has: now, or as of a time, an entry or a place in the log, on either clock.')
  .argument('<account>', 'its id')
  .addHelpText(...example('balance team-2 --at 2026-11-30T12:00:00Z'))
  .action(async (accountId: string, given: Given) => {
    const past = pastIn(given);
    const balance = await withSource(given, ({ log }) =>
      isPast(past) ? pastBalance(log, accountId, past) : presentBalance(log, accountId),
    );
    show(given.json, { accountId, ...balance }, () => textOf(balance));
  });

function textOf({ byKind, expiring, position, final, ...balance }: BalanceView): string {
  return list([
    ['total', balance.total],
    ['available', balance.available],
    ['held', balance.held],
    ['overdraft', balance.overdraft],
    ['accrued', balance.accrued],
    ['allowance', byKind.allowance],
    ['promo', byKind.promo],
    ['prepaid', byKind.prepaid],
    ['withdrawable', balance.withdrawable],
    ['expires in 7 days', expiring.in7Days],
    ['expires in 30 days', expiring.in30Days],
    ['burn rate', balance.burnRate],
    ['hours remaining', balance.hoursRemaining],
    ['status', balance.status],
    ['grace until', balance.graceDeadline],
    ['revision', balance.revision],
    ['as of', balance.asOf],
    ...(position === undefined ? [] : [['position', position] as const]),
    ...(final === false ? [['final', 'no: something may still be recorded for that time'] as const] : []),
  ]);
}
