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
import type { OwnRows, Projection } from '#read-models/projection/projection.js';
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
export const historyOf = (rows: Pick<ReadonlyMap<string, TransactionsRow>, 'get'>): HistoryRow =>
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
    if (event.type === 'AccountOpened') {
      rows.set(HISTORY, { ...historyOf(rows), tag: event.data.tag });
      return;
    }
    let book: Book | null = null;
    for (const entry of entriesOf(event)) {
      for (const change of changesOf(entry)) (book ??= new Book(rows)).enter(entry, change);
    }
  },
};

/** Every charge writes that of the history. */
function jsonOf(row: TransactionsRow): string {
  if ('settledBy' in row) return `{"settledBy":${row.settledBy}}`;
  return `{"tag":${jsonText(row.tag)},"total":"${row.total}","open":${JSON.stringify(row.open)}}`;
}

/** None is pending that a line is written for: that of a pending grant waits in `open`. */
const NONE_PENDING = booksOf([]);

type Rows = OwnRows<TransactionsRow, Transaction>;

/** The history while one event is being entered: the row is changed in place. */
class Book {
  private readonly history: { readonly tag: string; total: Amount; open: HistoryRow['open'] };

  constructor(private readonly rows: Rows) {
    if (rows.get(HISTORY) === undefined) rows.set(HISTORY, { ...unopened });
    this.history = rows.change(HISTORY) as HistoryRow;
  }

  enter(entry: Entry, change: Change): void {
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
        if (itemOf(this.history.open, change.subject)) return this.fail(entry, change.subject);
        return this.write(entry, change.draft);
      case 'fail all':
        for (const subject of Object.keys(this.history.open)) this.fail(entry, subject);
    }
  }

  private write(entry: Entry, draft: Draft): void {
    const amount = this.move(entry);
    this.rows.append(this.line(entry, draft, 'completed', amount, this.history.total));
  }

  private complete(entry: Entry, line: Transaction, draft: Partial<Draft>): void {
    const amount = this.move(entry);
    this.rows.append({ ...line, ...draft, amount, balanceAfter: this.history.total });
  }

  /** By how much the entry changes the total. */
  private move(entry: Entry): Amount {
    const amount = changeOfTotal(movementsOf(entry, NONE_PENDING));
    this.history.total = add(this.history.total, amount);
    return amount;
  }

  private wait(subject: string, line: Transaction): void {
    this.history.open = { ...this.history.open, [subject]: line };
  }

  private fail(entry: Entry, subject: string): void {
    this.rows.append(this.settle(entry, subject, 'failed'));
  }

  /** The open line in the place that this entry gives it. */
  private settle(entry: Entry, subject: string, status: TransactionStatus): Transaction {
    const line = itemOf(this.history.open, subject);
    invariant(line !== undefined, 'A transaction was opened before it is settled', subject);
    this.history.open = without(this.history.open, subject);
    const { revision, recordedAt, effectiveAt } = entry;
    if (line.revision !== revision) this.rows.set(line.transactionId, { settledBy: revision });
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
      transactionId: draft.transactionId ?? newId('tx', this.history.tag, revision),
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
