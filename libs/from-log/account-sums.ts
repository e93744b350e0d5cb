/** What questions about an account's past need beside its state, folded up to any entry: its buckets, and what it used. */
import type { AccountEvent } from '#domain/account/events.js';
import { entriesOf, unjoined } from '#domain/account/entries.js';
import { chargesIn } from '#domain/account/event-table.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import { type Amount, ZERO, add } from '#domain/money.js';
import type { RunningSums } from '#event-store/history/running-sums.js';
import type { BucketRow } from '#projections/buckets/bucket-row.js';
import { buckets } from '#projections/buckets/buckets.projection.js';
import { MINUTE_MS, WINDOW_MS } from '#projections/burn-rate/minutes.js';
import { foldInto } from './rows.js';

/** Usage of one minute that was recorded later than it was used, and when the last of it was. */
export type LateUsage = { readonly amount: Amount; readonly until: Instant };

export type AccountSums = {
  /** By bucket id. */
  readonly buckets: Map<string, BucketRow>;
  /** All usage that was recorded when it was used. */
  usedOnTime: Amount;
  /** All other usage of the last hour, by minute since the epoch. */
  readonly usedLate: Map<number, LateUsage>;
};

type Stored = {
  readonly buckets: readonly BucketRow[];
  readonly usedOnTime: Amount;
  readonly usedLate: readonly (readonly [number, LateUsage])[];
};

export const minuteOf = (at: Instant): number => Math.floor(milliseconds(at) / MINUTE_MS);

/** What an entry adds to the burn rate: usage, by the time that it was used at. What runs counts by its rate. */
export function usageIn(event: AccountEvent): Amount {
  let used = ZERO;
  for (const entry of entriesOf(event))
    for (const { period, amount } of chargesIn(entry)) if (period === undefined) used = add(used, amount);
  return used;
}

/** Of what is stored beside the rows of buckets; raised when that changes. */
const SHAPE = 1;

export const accountSums: RunningSums<AccountSums, AccountEvent> = {
  version: 100 * SHAPE + buckets.version,

  begin(stored) {
    const { buckets: rows, usedOnTime, usedLate } = (stored as Stored | undefined) ?? NOTHING;
    return { buckets: new Map(rows.map((row) => [row.bucketId, row])), usedOnTime, usedLate: new Map(usedLate) };
  },

  add(sums, event) {
    // Charges that lie together are one change of the bucket that paid them.
    for (const part of unjoined(event)) foldInto(buckets, sums.buckets, part);
    for (const entry of entriesOf(event)) {
      const amount = usageIn(entry);
      if (amount === ZERO) continue;
      if (entry.effectiveAt >= entry.recordedAt) sums.usedOnTime = add(sums.usedOnTime, amount);
      else addLate(sums, amount, entry);
    }
  },

  stored: (sums): Stored => ({
    buckets: [...sums.buckets.values()],
    usedOnTime: sums.usedOnTime,
    usedLate: [...sums.usedLate],
  }),
};

const NOTHING: Stored = { buckets: [], usedOnTime: ZERO, usedLate: [] };
const MINUTES = WINDOW_MS / MINUTE_MS;

/** No rate of a moment after this entry looks further back than an hour before it. */
function addLate(
  { usedLate }: AccountSums,
  amount: Amount,
  { effectiveAt, recordedAt: until }: Pick<AccountEvent, 'effectiveAt' | 'recordedAt'>,
): void {
  const minute = minuteOf(effectiveAt);
  const oldest = minuteOf(until) - MINUTES;
  for (const known of usedLate.keys()) if (known < oldest) usedLate.delete(known);
  if (minute >= oldest) usedLate.set(minute, { amount: add(usedLate.get(minute)?.amount ?? ZERO, amount), until });
}
