/**
 * An account's history. Settled lines are appended once and never change; what waits for its settlement stays in the
 * row `history` until it takes its place. Completed lines chain: balanceAfter = balanceAfter before it + amount.
 */
import type { AccountEvent } from '#domain/account/events.js';
import { newId } from '#domain/account/ids.js';
import { invariant } from '#domain/errors.js';
import { type Amount, ZERO, add } from '#domain/money.js';
import type { Projection } from '#read-models/projection/projection.js';
import { type Change, type Draft, changesOf } from './changes.js';
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
  name: 'transactions',
  version: 1,
  columns: [
    'revision',
    'transactionId',
    'time',
    'effectiveTime',
    'type',
    'status',
    'description',
    'service',
    'amount',
    'balanceAfter',
    'allocation',
    'resourceId',
    'metadata',
    'overdraft',
    'invoiceUrl',
  ],
  keys: () => [HISTORY],
  evolve(rows, event) {
    const history = historyOf(rows);
    if (event.type === 'AccountOpened') return { rows: new Map([[HISTORY, { ...history, tag: event.data.tag }]]) };
    const changes = changesOf(event);
    if (changes.length === 0) return {};
    const book = new Book(event, history);
    for (const change of changes) book.enter(change);
    return { rows: book.rows, lines: book.lines };
  },
};

/** The history while one event is being entered. It lives and dies inside `evolve`, which is pure as a whole. */
class Book {
  readonly lines: Transaction[] = [];
  private total: Amount;
  private readonly open: Map<string, Transaction>;
  private readonly settled: [string, SettledRow][] = [];

  constructor(
    private readonly event: AccountEvent,
    private readonly before: HistoryRow,
  ) {
    this.total = before.total;
    this.open = new Map(Object.entries(before.open));
  }

  get rows(): ReadonlyMap<string, TransactionsRow> {
    const history = { tag: this.before.tag, total: this.total, open: Object.fromEntries(this.open) };
    return new Map<string, TransactionsRow>([[HISTORY, history], ...this.settled]);
  }

  enter(change: Change): void {
    switch (change.kind) {
      case 'write':
        return this.complete(this.line(change.draft, 'completed'));
      case 'open':
        this.open.set(change.subject, this.line(change.draft, 'pending'));
        return;
      case 'complete':
        return this.complete({ ...this.settle(change.subject, 'completed'), ...change.draft });
      case 'fail':
        return this.fail(change.subject);
      case 'fail or write':
        if (this.open.has(change.subject)) return this.fail(change.subject);
        return this.complete(this.line(change.draft, 'completed'));
      case 'fail all':
        for (const subject of this.open.keys()) this.fail(subject);
    }
  }

  private complete(line: Transaction): void {
    this.total = add(this.total, line.amount);
    this.lines.push({ ...line, balanceAfter: this.total });
  }

  private fail(subject: string): void {
    this.lines.push(this.settle(subject, 'failed'));
  }

  /** The open line in the place that this event gives it. */
  private settle(subject: string, status: TransactionStatus): Transaction {
    const line = this.open.get(subject);
    invariant(line !== undefined, `${subject} was opened before it is settled`);
    this.open.delete(subject);
    const { revision, recordedAt, effectiveAt } = this.event;
    if (line.revision !== revision) this.settled.push([line.transactionId, { settledBy: revision }]);
    return { ...line, status, revision, time: recordedAt, effectiveTime: effectiveAt };
  }

  private line({ revision = this.event.revision, ...draft }: Draft, status: TransactionStatus): Transaction {
    return {
      transactionId: newId('tx', this.before.tag, revision),
      revision,
      time: this.event.recordedAt,
      effectiveTime: this.event.effectiveAt,
      status,
      service: null,
      balanceAfter: null,
      invoiceUrl: null,
      allocation: [],
      overdraft: null,
      resourceId: null,
      metadata: null,
      ...draft,
    };
  }
}
