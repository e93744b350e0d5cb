/** Balance and burn rate out of an account's rows, as of the moment of reading. */
import { type BalanceView, balanceView } from '#from-log/balance-view.js';
import { withDue } from '#from-log/rows.js';
import { momentOfReading } from '#domain/account/reading.js';
import type { Instant } from '#domain/messages.js';
import { balanceIn, unrecordedIn } from '#projections/balance/balance-at.js';
import type { BalanceRow } from '#projections/balance/balance-row.js';
import { ACCOUNT, balance } from '#projections/balance/balance.projection.js';
import { type BurnRate, burnRateAt, burnRateKeys } from '#projections/burn-rate/burn-rate-at.js';
import { burnRate } from '#projections/burn-rate/burn-rate.projection.js';
import type { BurnRateRow } from '#projections/burn-rate/burn-rate-row.js';
import { one, some } from '#read-models/reader/queries.js';

export const balanceRows = (now: Instant) => ({
  row: one(balance, ACCOUNT),
  burnRate: some(burnRate, burnRateKeys(now)),
});

export type BalanceRows = { readonly row: BalanceRow; readonly burnRate: ReadonlyMap<string, BurnRateRow> };

export const balanceShown = (rows: BalanceRows, now: Instant): BalanceView =>
  balanceView(balanceIn(rows.row, momentOfReading(rows.row, now)), burning(rows, now));

export const burning = ({ row, burnRate: rates }: BalanceRows, now: Instant): BurnRate =>
  burnRateAt(withDue(burnRate, rates, unrecordedIn(row, momentOfReading(row, now))), now);
