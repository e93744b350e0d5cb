/** What is stored of the burn rate: a summary, the newest minute, and each minute before it. */
import type { ResourceKind } from '#domain/account/events.js';
import type { Amount } from '#domain/money.js';
import type { Slot } from './slots.js';

export type RunningResource = {
  readonly kind: ResourceKind;
  readonly ratePerHour: Amount;
  /** Storage costs nothing while the account is suspended. */
  readonly isAccessible: boolean;
};
/** Usage of a minute since the epoch. */
export type MinuteSum = [minute: number, amount: Amount];
/** `minutes`: every minute before the newest, the earliest first. */
export type SummaryRow = {
  readonly resources: Readonly<Record<string, RunningResource>>;
  readonly minutes: MinuteSum[];
};
export type MinuteRow = { slots: Slot[] };
export type NewestRow = MinuteRow & { readonly minute: number };
export type BurnRateRow = SummaryRow | NewestRow | MinuteRow;

export const SUMMARY = 'summary';

export const summaryOf = (rows: Pick<ReadonlyMap<string, BurnRateRow>, 'get'>): SummaryRow =>
  (rows.get(SUMMARY) as SummaryRow | undefined) ?? { resources: {}, minutes: [] };
