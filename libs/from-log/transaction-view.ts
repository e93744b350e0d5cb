/** Lines of the history as they are shown (rule 9.3), also as CSV. */
import type { Transaction } from '#projections/transactions/transaction.js';
import { freeText, quoted } from './csv.js';

/** `transactionId` is null where it accumulates. */
export type TransactionView = Omit<Transaction, 'overdraft' | 'transactionId'> & {
  readonly transactionId: string | null;
};

/** How much of it is debt is not shown: `explain` tells. */
export function transactionView(line: Transaction): TransactionView {
  const { overdraft: _, ...view } = line;
  return view;
}

/** In the order of the contract. */
const COLUMNS = [
  'transactionId',
  'revision',
  'time',
  'effectiveTime',
  'type',
  'status',
  'description',
  'service',
  'amount',
  'balanceAfter',
  'invoiceUrl',
  'paymentMethod',
  'approvedBy',
  'allocation',
  'resourceId',
  'metadata',
] as const satisfies readonly (keyof TransactionView)[];

/** What clients wrote. */
const FREE_TEXT: ReadonlySet<string> = new Set(['description', 'service', 'invoiceUrl', 'approvedBy', 'resourceId']);

/** RFC 4180, the names first. */
export const CSV_HEADER = `${COLUMNS.join(',')}\r\n`;

export function csvLine(view: TransactionView): string {
  return `${COLUMNS.map((column) => quoted(textOf(column, view[column]))).join(',')}\r\n`;
}

function textOf(column: string, value: unknown): string {
  if (value === null) return '';
  if (typeof value !== 'string') return JSON.stringify(value);
  return FREE_TEXT.has(column) ? freeText(value) : value;
}
