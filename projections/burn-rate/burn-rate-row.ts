/** What is stored of the burn rate: a summary, the newest minute, and each minute before it. */
import type { ResourceKind } from '#domain/account/events.js';
import type { Amount } from '#domain/money.js';
import { type AmountsAt, NONE } from './amounts-at.js';
import type { Slots } from './slots.js';

export type RunningResource = {
  readonly kind: ResourceKind;
  readonly ratePerHour: Amount;
  /** Storage costs nothing while the account is suspended. */
  readonly isAccessible: boolean;
};
/** `minutes`: usage of every minute before the newest, by the minute since the epoch, the earliest first. */
export type SummaryRow = {
  readonly resources: Readonly<Record<string, RunningResource>>;
  readonly minutes: AmountsAt;
};
export type MinuteRow = { readonly slots: Slots };
export type NewestRow = MinuteRow & { readonly minute: number };
export type BurnRateRow = SummaryRow | NewestRow | MinuteRow;

export const SUMMARY = 'summary';

export const summaryOf = (rows: Pick<ReadonlyMap<string, BurnRateRow>, 'get'>): SummaryRow =>
  (rows.get(SUMMARY) as SummaryRow | undefined) ?? { resources: {}, minutes: NONE };
