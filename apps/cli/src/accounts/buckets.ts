/** `buckets`: all that an account ever had, now or as it was. */
import { Command } from 'commander';
import { isPast } from '#from-log/cut.js';
import { pastBuckets } from '#from-log/past-buckets.js';
import { presentBuckets } from '#from-log/present.js';
import { type PastOptions, example, looksBack, pastIn, readsLog } from '../options.js';
import { type SourceOptions, withSource } from '../source/source.js';
import { show } from '../terminal/show.js';
import { bucketsTable } from './columns.js';

type Given = SourceOptions & PastOptions & { readonly json: boolean };

export const bucketsCommand = readsLog(looksBack(new Command('buckets')))
  .description('Lists every bucket of an account in the order of granting, now or as it was.')
  .argument('<account>', 'its id')
  .addHelpText(...example('buckets team-2 --revision 3'))
  .action(async (accountId: string, given: Given) => {
    const past = pastIn(given);
    const view = await withSource(given, ({ log, history }) =>
      isPast(past) ? pastBuckets(log, history, accountId, past) : presentBuckets(log, history, accountId),
    );
    show(given.json, { accountId, ...view }, () => bucketsTable(view.items));
  });
