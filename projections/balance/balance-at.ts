/** Reads of a balance row for a moment of reading (rule 9.1): what fell due by then counts, recorded or not. */
import type { Balance } from '#domain/account/balance.js';
import type { Entry } from '#domain/account/entries.js';
import { atReading, balanceAt, unrecordedBy } from '#domain/account/reading.js';
import type { Account } from '#domain/account/state.js';
import type { Instant } from '#domain/messages.js';
import type { BalanceRow } from './balance-row.js';

export const balanceIn = (row: BalanceRow, at: Instant): Balance => balanceAt(row, at);

/** What fell due by an instant and is not recorded yet: other rows of the account are read as if it were. */
export const unrecordedIn = (row: BalanceRow, at: Instant): readonly Entry[] => unrecordedBy(row, at);

/** The account as far as its balance goes, with what fell due by an instant. */
export const accountIn = (row: BalanceRow, at: Instant): Account => atReading(row, at);
