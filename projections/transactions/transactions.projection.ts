/**
 * An account's history. Settled lines are appended once and never change; what waits for its settlement stays in the
 * row `history` until it takes its place. Completed lines chain: balanceAfter = balanceAfter before it + amount, and the
 * amount is what the entry's movements change the balance's total by.
 */
import { type Entry, entriesOf } from '#domain/account/entries.js';
import { newId } from '#domain/account/ids.js';
import { booksOf, changeOfTotal, movementsOf } from '#domain/account/movements.js';
import { invariant } from '#domain/errors.js';
import { itemOf, without } from '#domain/account/state.js';
import { type Amount, ZERO, add } from '#domain/money.js';
import type { Projection } from '#read-models/projection/projection.js';
import { jsonText } from '../json-text.js';
import { type Change, type Draft, changesOf } from './changes.js';
import { COLUMNS, lineJson } from './stored-line.js';
import type { Transaction, TransactionStatus } from './transaction.js';

/** Key of the account's state of history; every other key is the id of a transaction that settled elsewhere. */
export const HISTORY = 'history';

export type HistoryRow = {
  readonly tag: string;
  /** The balance's total after the last completed line. */
  readonly total: Amount;
  /** Lines that have not settled, by purchase or bucket, oldest first. */
  readonly open: Readonly<Record<string, Transaction>>;
};
/** Where a transaction is that was opened by another entry than the one that settled it. */
export type SettledRow = { readonly settledBy: number };
export type TransactionsRow = HistoryRow | SettledRow;

const unopened: HistoryRow = { tag: '', total: ZERO, open: {} };
export const historyOf = (rows: ReadonlyMap<string, TransactionsRow>): HistoryRow =>
  (rows.get(HISTORY) as HistoryRow | undefined) ?? unopened;

export const transactions: Projection<TransactionsRow, Transaction> = {
  of: 'account',
  name: 'transactions',
  version: 2,
  json: jsonOf,
  columns: COLUMNS,
  lineJson,
  keys: () => [HISTORY],
  evolve(rows, event) {
    const history = historyOf(rows);
    if (event.type === 'AccountOpened') return { rows: [[HISTORY, { ...history, tag: event.data.tag }]] };
    const book = new Book(history);
    for (const entry of entriesOf(event)) for (const change of changesOf(entry)) book.enter(entry, change);
    return book.isChanged ? { rows: book.rows, lines: book.lines } : {};
  },
};

/** Every charge writes that of the history. */
function jsonOf(row: TransactionsRow): string {
  if ('settledBy' in row) return `{"settledBy":${row.settledBy}}`;
  return `{"tag":${jsonText(row.tag)},"total":"${row.total}","open":${JSON.stringify(row.open)}}`;
}

/** None is pending that a line is written for: that of a pending grant waits in `open`. */
const NONE_PENDING = booksOf([]);

/** The history while one event is being entered. It lives and dies inside `evolve`, which is pure as a whole. */
class Book {
  readonly lines: Transaction[] = [];
  isChanged = false;
  private total: Amount;
  private open: HistoryRow['open'];
  private readonly settled: [string, SettledRow][] = [];

  constructor(private readonly before: HistoryRow) {
    this.total = before.total;
    this.open = before.open;
  }

  get rows(): readonly (readonly [string, TransactionsRow])[] {
    const history = { tag: this.before.tag, total: this.total, open: this.open };
    return [[HISTORY, history], ...this.settled];
  }

  enter(entry: Entry, change: Change): void {
    this.isChanged = true;
    switch (change.kind) {
      case 'write':
        return this.write(entry, change.draft);
      case 'open':
        return this.wait(change.subject, this.line(entry, change.draft, 'pending', change.amount, null));
      case 'complete':
        return this.complete(entry, this.settle(entry, change.subject, 'completed'), change.draft);
      case 'fail':
        return this.fail(entry, change.subject);
      case 'fail or write':
        if (itemOf(this.open, change.subject)) return this.fail(entry, change.subject);
        return this.write(entry, change.draft);
      case 'fail all':
        for (const subject of Object.keys(this.open)) this.fail(entry, subject);
    }
  }

  private write(entry: Entry, draft: Draft): void {
    const amount = this.move(entry);
    this.lines.push(this.line(entry, draft, 'completed', amount, this.total));
  }

  private complete(entry: Entry, line: Transaction, draft: Partial<Draft>): void {
    const amount = this.move(entry);
    this.lines.push({ ...line, ...draft, amount, balanceAfter: this.total });
  }

  /** By how much the entry changes the total. */
  private move(entry: Entry): Amount {
    const amount = changeOfTotal(movementsOf(entry, NONE_PENDING));
    this.total = add(this.total, amount);
    return amount;
  }

  private wait(subject: string, line: Transaction): void {
    this.open = { ...this.open, [subject]: line };
  }

  private fail(entry: Entry, subject: string): void {
    this.lines.push(this.settle(entry, subject, 'failed'));
  }

  /** The open line in the place that this entry gives it. */
  private settle(entry: Entry, subject: string, status: TransactionStatus): Transaction {
    const line = itemOf(this.open, subject);
    invariant(line !== undefined, `${subject} was opened before it is settled`);
    this.open = without(this.open, subject);
    const { revision, recordedAt, effectiveAt } = entry;
    if (line.revision !== revision) this.settled.push([line.transactionId, { settledBy: revision }]);
    return { ...line, status, revision, time: recordedAt, effectiveTime: effectiveAt };
  }

  /** Written out: for every charge, spreading what may be absent costs more than the rest of its line. */
  private line(
    { revision, recordedAt, effectiveAt }: Entry,
    draft: Draft,
    status: TransactionStatus,
    amount: Amount,
    balanceAfter: Amount | null,
  ): Transaction {
    return {
      transactionId: draft.transactionId ?? newId('tx', this.before.tag, revision),
      revision,
      time: recordedAt,
      effectiveTime: effectiveAt,
      type: draft.type,
      status,
      description: draft.description,
      service: draft.service ?? null,
      amount,
      balanceAfter,
      invoiceUrl: draft.invoiceUrl ?? null,
      paymentMethod: draft.paymentMethod ?? null,
      approvedBy: draft.approvedBy ?? null,
      allocation: draft.allocation ?? [],
      overdraft: draft.overdraft ?? null,
      resourceId: draft.resourceId ?? null,
      metadata: draft.metadata ?? null,
    };
  }
}
