/** `transactions`: an account's history as its owner sees it. */
import { Command, Option } from 'commander';
import type { Instant } from '#domain/messages.js';
import { HISTORY_ROWS, type TransactionFilter, requireOrder, stretchAfter } from '#from-log/history.js';
import { CSV_HEADER, type TransactionView, csvLine, transactionView } from '#from-log/transaction-view.js';
import { transactions } from '#projections/transactions/transactions.projection.js';
import { countFrom, example, instantIn, readsLog } from '../options.js';
import { type Source, type SourceOptions, withSource } from '../source/source.js';
import { show } from '../terminal/show.js';
import { type Column, table } from '../terminal/table.js';

type Given = SourceOptions & {
  readonly type?: string;
  readonly status?: string;
  readonly service?: string;
  readonly resource?: string;
  readonly from?: Instant;
  readonly to?: Instant;
  readonly limit?: number;
  readonly csv: boolean;
  readonly json: boolean;
};

const LINES = 50;

export const transactionsCommand = readsLog(new Command('transactions'))
  .description("Lists an account's history as its owner sees it, the newest first.")
  .argument('<account>', 'its id')
  .option('--type <type>', 'only usage, deposit, promo, refund, expiry …')
  .option('--status <status>', 'only completed, pending, failed or accumulating')
  .option('--service <product>', 'only of this product')
  .option('--resource <id>', 'only of this resource')
  .addOption(new Option('--from <time>', 'recorded at or after').argParser(instantIn))
  .addOption(new Option('--to <time>', 'recorded at or before').argParser(instantIn))
  .addOption(
    new Option('--limit <lines>', `at most so many (default: ${LINES}, all with --csv)`).argParser(countFrom(1)),
  )
  .addOption(new Option('--csv', 'as CSV, all columns').default(false).conflicts('json'))
  .addHelpText(...example('transactions team-2 --type usage --csv'))
  .action(async (accountId: string, given: Given) => {
    const { items, revision } = await withSource(given, (source) => linesOf(source, accountId, given));
    if (given.csv) process.stdout.write([CSV_HEADER, ...items.map(csvLine)].join(''));
    else show(given.json, { accountId, items, revision }, () => table(COLUMNS, items));
  });

async function linesOf({ rows, clock }: Source, accountId: string, given: Given) {
  const { type, status, service, resource: resourceId, from, to, limit = given.csv ? Infinity : LINES } = given;
  const filter: TransactionFilter = { type, status, service, resourceId, from, to };
  requireOrder(filter);
  const reading = await rows.require(accountId, HISTORY_ROWS);
  const linesUpTo = (revision: number) => rows.lines(accountId, transactions, revision);
  const stretch = stretchAfter(null, reading, linesUpTo, { filter, now: await clock() });
  const items: TransactionView[] = [...stretch.accumulating];
  const most = items.length + limit;
  for await (const { line } of stretch.lines) {
    if (items.length >= most) break;
    items.push(transactionView(line));
  }
  return { items, revision: stretch.revision };
}

const COLUMNS: readonly Column<TransactionView>[] = [
  { title: 'rev', of: ({ revision }) => revision, align: 'right' },
  { title: 'time', of: ({ time }) => time },
  { title: 'type', of: ({ type }) => type },
  { title: 'status', of: ({ status }) => status },
  { title: 'amount', of: ({ amount }) => amount, align: 'right' },
  { title: 'balance', of: ({ balanceAfter }) => balanceAfter, align: 'right' },
  { title: 'service', of: ({ service }) => service },
  { title: 'transaction', of: ({ transactionId }) => transactionId },
  { title: 'description', of: ({ description }) => description },
];
