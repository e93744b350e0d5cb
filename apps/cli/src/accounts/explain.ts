/** `explain`: why each bucket paid for a charge, or did not. */
import { Command } from 'commander';
import type { Explanation } from '#from-log/explanation.js';
import { explanationOf } from '#from-log/explanation.js';
import { example, readsLog } from '../options.js';
import { type SourceOptions, withSource } from '../source/source.js';
import { show } from '../terminal/show.js';
import { type Column, table } from '../terminal/table.js';

type Given = SourceOptions & { readonly json: boolean };

export const explainCommand = readsLog(new Command('explain'))
  .description(
    'Names every bucket that was open when a charge was decided, in order of consumption, and why it paid or did not.',
  )
  .argument('<account>', 'its id')
  .argument('<transaction>', 'the id of a charge, as `transactions` lists it')
  .addHelpText(...example('explain team-2 tx_…'))
  .action(async (accountId: string, transactionId: string, given: Given) => {
    const explanation = await withSource(given, ({ log }) => explanationOf(log, accountId, transactionId));
    show(given.json, { accountId, ...explanation }, () => textOf(explanation));
  });

const COLUMNS: readonly Column<Explanation['buckets'][number]>[] = [
  { title: 'tier', of: ({ tier }) => tier, align: 'right' },
  { title: 'bucket', of: ({ bucketId }) => bucketId },
  { title: 'kind', of: ({ kind }) => kind },
  { title: 'before', of: ({ remainingBefore }) => remainingBefore, align: 'right' },
  { title: 'paid', of: ({ paid }) => paid, align: 'right' },
  { title: 'expires', of: ({ expiresAt }) => expiresAt },
  { title: 'why', of: ({ reason }) => reason },
];

function textOf({ transactionId, revision, decidedAt, usage, buckets, overdraft }: Explanation): string {
  const what = [usage.product, usage.model, usage.gpu].filter((each) => each !== null).join(', ');
  return [
    `${transactionId}: ${usage.amount} for ${what}, entry ${revision}, decided at ${decidedAt}`,
    table(COLUMNS, buckets),
    `No bucket paid ${overdraft}.`,
  ].join('\n');
}
