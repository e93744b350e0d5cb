/** Pages of an account's history, newest first: settled lines with the open ones between them. */
import { revisionOf } from '#domain/account/ids.js';
import type { NotThere } from '#read-models/queries.js';
import type { ReadOptions, Reader } from '#read-models/reader.js';
import type { Transaction } from './transaction.js';
import { HISTORY, type HistoryRow, type SettledRow, transactions } from './transactions.projection.js';

/** After `skip` lines of the entry `revision` comes what is to be shown next. */
export type Cursor = { readonly revision: number; readonly skip: number };

export type PageRequest = ReadOptions & {
  readonly cursor?: Cursor;
  readonly limit: number;
  readonly matches?: (transaction: Transaction) => boolean;
  /** True for a line where it and all that are older can't match (a `from` date). Spares reading them. */
  readonly isBefore?: (transaction: Transaction) => boolean;
};

export type HistoryPage = {
  readonly items: readonly Transaction[];
  /** Null at the end. A page may be short of its limit and still go on: it looks at `MOST_LOOKED_AT` lines at most. */
  readonly next: Cursor | null;
  readonly revision: number;
};

const MOST_LOOKED_AT = 50_000;
const CURSOR_PATTERN = /^([1-9]\d{0,14})(?:\.([1-9]\d{0,5}))?$/;

export const cursorText = ({ revision, skip }: Cursor): string => (skip === 0 ? `${revision}` : `${revision}.${skip}`);

/** Null where the text is none that `cursorText` makes. */
export function parseCursor(text: string): Cursor | null {
  const match = CURSOR_PATTERN.exec(text);
  return match && { revision: Number(match[1]), skip: Number(match[2] ?? 0) };
}

export async function historyPage(
  reader: Reader,
  accountId: string,
  { cursor, limit, matches = () => true, isBefore = () => false, ...options }: PageRequest,
): Promise<HistoryPage | NotThere> {
  const reading = await reader.read(accountId, { history: HISTORY_ROW }, options);
  if (typeof reading === 'string') return reading;
  const { revision } = reading;
  const from = cursor ?? { revision, skip: 0 };
  const items: Transaction[] = [];
  let place = from;
  let lookedAt = 0;
  for await (const transaction of newestFirst(
    reader,
    accountId,
    reading.rows.history,
    Math.min(from.revision, revision),
  )) {
    const nth = transaction.revision === place.revision ? place.skip : 0;
    if (isSkipped(transaction, from, lookedAt++)) continue;
    if (lookedAt > MOST_LOOKED_AT) return { items, next: place, revision };
    if (isBefore(transaction)) return { items, next: null, revision };
    const isWanted = matches(transaction);
    if (items.length === limit && isWanted) return { items, next: place, revision };
    if (isWanted) items.push(transaction);
    if (items.length === limit && !isWanted) continue;
    place = { revision: transaction.revision, skip: nth + 1 };
  }
  return { items, next: null, revision };
}

/** The lines of the cursor's entry come first; `skip` of them were shown. */
const isSkipped = (transaction: Transaction, from: Cursor, nth: number): boolean =>
  transaction.revision === from.revision && nth < from.skip;

/** One transaction, wherever it is now; null where the account has none of this id. */
export async function transactionById(
  reader: Reader,
  accountId: string,
  transactionId: string,
  options: ReadOptions = {},
): Promise<{ readonly transaction: Transaction | null; readonly revision: number } | NotThere> {
  const settledIn = (rows: ReadonlyMap<string, unknown>) => (rows.get(transactionId) as SettledRow | undefined) ?? null;
  const queries = { history: HISTORY_ROW, settled: { ...HISTORY_ROW, keys: [transactionId], resultOf: settledIn } };
  const reading = await reader.read(accountId, queries, options);
  if (typeof reading === 'string') return reading;
  const { revision, rows } = reading;
  const isIt = (transaction: Transaction) => transaction.transactionId === transactionId;
  const open = Object.values(rows.history?.open ?? {}).find(isIt);
  const place = rows.settled?.settledBy ?? revisionOf(transactionId, 'tx', rows.history?.tag ?? '');
  if (open || place === null || place > revision) return { transaction: open ?? null, revision };
  for await (const lines of reader.lines(accountId, transactions, place)) {
    return { transaction: lines.find(isIt) ?? null, revision };
  }
  return { transaction: null, revision };
}

const HISTORY_ROW = {
  projection: transactions.name,
  keys: [HISTORY],
  resultOf: (rows: ReadonlyMap<string, unknown>) => (rows.get(HISTORY) as HistoryRow | undefined) ?? null,
};

async function* newestFirst(
  reader: Reader,
  accountId: string,
  history: HistoryRow | null,
  upTo: number,
): AsyncGenerator<Transaction, void, void> {
  const open = Object.values(history?.open ?? {})
    .filter((transaction) => transaction.revision <= upTo)
    .sort((a, b) => a.revision - b.revision);
  for await (const lines of reader.lines(accountId, transactions, upTo)) {
    for (const line of lines) {
      while ((open.at(-1)?.revision ?? 0) > line.revision) yield* open.splice(-1);
      yield line;
    }
  }
  yield* open.reverse();
}
