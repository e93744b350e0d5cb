/**
 * Items of a page out of lines as they are stored, without parsing either: both are the same JSON, the line without names.
 * What a line is not known to look like is left to who parses it.
 */
import type { Transaction } from '#projections/transactions/transaction.js';
import { transactions } from '#projections/transactions/transactions.projection.js';

const TEXT = String.raw`"[^"\\]*(?:\\.[^"\\]*)*"`;
const TEXT_OR_NULL = `${TEXT}|null`;

/** How each member is written. */
const WRITTEN: Readonly<Record<keyof Transaction, string>> = {
  revision: String.raw`\d+`,
  transactionId: TEXT,
  time: TEXT,
  effectiveTime: TEXT,
  type: TEXT,
  status: TEXT,
  description: TEXT,
  service: TEXT_OR_NULL,
  amount: TEXT,
  balanceAfter: TEXT_OR_NULL,
  allocation: String.raw`\[(?:\{[^{}[\]]*\},?)*\]`,
  resourceId: TEXT_OR_NULL,
  metadata: String.raw`\{(?:${TEXT}[:,]?)*\}|null`,
  overdraft: TEXT_OR_NULL,
  invoiceUrl: TEXT_OR_NULL,
  paymentMethod: TEXT_OR_NULL,
  approvedBy: TEXT_OR_NULL,
};

/** As `transactionView` has it: how much is debt is not shown. */
const isShown = (member: keyof Transaction): boolean => member !== 'overdraft';

const COLUMNS = transactions.columns ?? [];
const LINE = new RegExp(
  `^\\[${COLUMNS.map((member) => (isShown(member) ? `(${WRITTEN[member]})` : `(?:${WRITTEN[member]})`)).join(',')}\\]$`,
  'gm',
);
const ITEM = `{${COLUMNS.filter(isShown)
  .map((member, nth) => `"${member}":$${nth + 1}`)
  .join(',')}}`;

/** Lines, one below the other, as items in the same order; null where one of them is written in another way. JSON has no line breaks of its own. */
export function itemsOf(lines: string): string | null {
  const items = lines.replace(LINE, ITEM);
  return items.startsWith('[') || items.includes('\n[') ? null : items;
}
