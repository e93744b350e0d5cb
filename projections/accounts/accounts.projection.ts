/**
 * Which accounts there are, in the order in which they were opened, by status and debt as recorded. What fell due and is not
 * recorded yet may have changed either: whoever lists accounts for a moment looks at those as well.
 */
import type { Entry } from '#domain/account/entries.js';
import { type Meanings, meaningOf } from '#domain/account/meanings.js';
import { booksOf, changeOfDebt, movementsOf } from '#domain/account/movements.js';
import type { AccountStatus } from '#domain/account/state.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import { type Amount, ZERO, add, isPositive, isZero } from '#domain/money.js';
import type { Projection } from '#read-models/projection/projection.js';

export const ACCOUNT_STATUSES = ['active', 'grace', 'suspended', 'closed'] as const satisfies readonly AccountStatus[];
export type OpenedStatus = (typeof ACCOUNT_STATUSES)[number];

/** The one row. */
export const OPENING = 'opening';
export type OpeningRow = { readonly openedAt: Instant; readonly status: OpenedStatus; readonly overdraft: Amount };

/** Where an account stands: each is in exactly one of these indexes, by the time of its opening (ms). */
export type Standing = { readonly status: OpenedStatus; readonly isInDebt: boolean };
export const STANDINGS: readonly Standing[] = ACCOUNT_STATUSES.flatMap((status) => [
  { status, isInDebt: false },
  { status, isInDebt: true },
]);
export const indexOf = ({ status, isInDebt }: Standing): string => (isInDebt ? `${status}-in-debt` : status);

const STATUSES: Meanings<'accounts', OpenedStatus> = {
  AccountOpened: () => 'active',
  GraceStarted: () => 'grace',
  GraceEnded: () => 'active',
  ServiceTerminated: () => 'suspended',
  ServiceRestored: () => 'active',
  AccountClosed: () => 'closed',
};

const NO_BOOKS = booksOf([]);

/** By how much the debt changes. Charges are many: of those that left none no movements are made. */
function changeOfDebtBy(entry: Entry): Amount {
  if (entry.type === 'UsageCharged' && entry.data.lines.every(({ overdraft }) => isZero(overdraft))) return ZERO;
  return changeOfDebt(movementsOf(entry, NO_BOOKS));
}

const unopenedAt = (openedAt: Instant): OpeningRow => ({ openedAt, status: 'active', overdraft: ZERO });

const standingOf = ({ status, overdraft }: OpeningRow): string => indexOf({ status, isInDebt: isPositive(overdraft) });

export const accounts: Projection<OpeningRow, never> = {
  of: 'account',
  name: 'accounts',
  version: 2,
  keys: (entry) => (meaningOf(STATUSES, entry) !== null || !isZero(changeOfDebtBy(entry)) ? [OPENING] : []),
  evolve(rows, entry) {
    const status = meaningOf(STATUSES, entry);
    const change = changeOfDebtBy(entry);
    if (status === null && isZero(change)) return;
    const before = rows.get(OPENING) ?? unopenedAt(entry.recordedAt);
    rows.set(OPENING, { ...before, status: status ?? before.status, overdraft: add(before.overdraft, change) });
  },
  indexes: Object.fromEntries(
    STANDINGS.map(indexOf).map((index) => [
      index,
      (row: OpeningRow) => (standingOf(row) === index ? milliseconds(row.openedAt) : null),
    ]),
  ),
};
