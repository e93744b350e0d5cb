/**
 * What an account burns: the rates of what runs, and its usage of the last 60 minutes by usage time. Stored so that the
 * rate can be computed for the moment of reading: a sum for each minute, and each minute's slots for the window's edge.
 */
import { chargesIn } from '#domain/account/event-table.js';
import type { Charge, ResourceKind } from '#domain/account/events.js';
import { type EntryOf, type Meanings, meaningOf } from '#domain/account/meanings.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import { type Amount, ZERO, add, isZero, sum } from '#domain/money.js';
import type { Changes, Projection } from '#read-models/projection/projection.js';
import { type Slot, withUsage } from './slots.js';

export type RunningResource = {
  readonly kind: ResourceKind;
  readonly ratePerHour: Amount;
  /** Storage costs nothing while the account is suspended. */
  readonly isAccessible: boolean;
};
export type SummaryRow = {
  readonly resources: Readonly<Record<string, RunningResource>>;
  /** Usage by minute since the epoch. */
  readonly minutes: Readonly<Record<string, Amount>>;
};
export type MinuteRow = { readonly slots: readonly Slot[] };
export type BurnRateRow = SummaryRow | MinuteRow;

export const SUMMARY = 'summary';
export const minuteKey = (minute: number): string => `minute:${minute}`;
export const MINUTE_MS = 60_000;
export const WINDOW_MS = 3_600_000;
/** Minutes are kept a little longer than the window, for readers whose clock is behind. */
const KEPT_MS = WINDOW_MS + 2 * MINUTE_MS;

const nothing: SummaryRow = { resources: {}, minutes: {} };
export const summaryOf = (rows: ReadonlyMap<string, BurnRateRow>): SummaryRow =>
  (rows.get(SUMMARY) as SummaryRow | undefined) ?? nothing;
export const slotsOf = (rows: ReadonlyMap<string, BurnRateRow>, minute: number): readonly Slot[] =>
  (rows.get(minuteKey(minute)) as MinuteRow | undefined)?.slots ?? [];

export const burnRate: Projection<BurnRateRow, never> = {
  of: 'account',
  name: 'burn-rate',
  version: 1,
  keys(event) {
    const meaning = meaningOf(MEANINGS, event);
    if (meaning === null) return [];
    return 'minutes' in meaning ? [SUMMARY, ...[...meaning.minutes.keys()].map(minuteKey)] : [SUMMARY];
  },
  evolve(rows, event) {
    const meaning = meaningOf(MEANINGS, event);
    if (meaning === null) return {};
    const summary = summaryOf(rows);
    if ('minutes' in meaning) return withMinutes(rows, summary, meaning.minutes, event.recordedAt);
    return { rows: new Map([[SUMMARY, { ...summary, resources: meaning.resources(summary.resources) }]]) };
  },
};

type Resources = SummaryRow['resources'];
/** Usage by the minutes that it falls in, or what becomes of the resources that run. */
type Meaning =
  { readonly minutes: ReadonlyMap<number, readonly Slot[]> } | { readonly resources: (before: Resources) => Resources };

const each = (change: (resource: RunningResource) => RunningResource | null): Meaning => ({
  resources: (before) =>
    Object.fromEntries(
      Object.entries(before).flatMap(([id, resource]) => {
        const changed = change(resource);
        return changed ? [[id, changed]] : [];
      }),
    ),
});

const started = ({ data: { resourceId, kind, ratePerHour } }: EntryOf<'ResourceStarted'>): Meaning => ({
  resources: (before) => ({ ...before, [resourceId]: { kind, ratePerHour, isAccessible: true } }),
});

const stopped = ({ data: { resourceId } }: EntryOf<'ResourceStopped'>): Meaning => ({
  resources: (before) => {
    const { [resourceId]: _, ...others } = before;
    return others;
  },
});

const used = (entry: EntryOf<'UsageCharged' | 'HoldCaptured'>): Meaning => ({
  minutes: usageByMinute(chargesIn(entry), entry.recordedAt),
});

const MEANINGS: Meanings<Meaning> = {
  UsageCharged: used,
  HoldCaptured: used,
  // The rate is of what is used, whether or not it is given back afterwards.
  UsageRefunded: 'none',
  ResourceStarted: started,
  ResourceStopped: stopped,
  ServiceTerminated: () =>
    each((resource) => (resource.kind === 'storage' ? { ...resource, isAccessible: false } : null)),
  ServiceRestored: () => each((resource) => ({ ...resource, isAccessible: true })),
  AccountOpened: 'none',
  AccountSettingsChanged: 'none',
  AccountClosed: 'none',
  PromoGranted: 'none',
  PromoVoided: 'none',
  BucketActivated: 'none',
  BucketExpired: 'none',
  BucketExpiryReversed: 'none',
  HoldPlaced: 'none',
  HoldReleased: 'none',
  HoldExpired: 'none',
  PurchaseOpened: 'none',
  PurchaseApproved: 'none',
  PurchaseRejected: 'none',
  PurchaseCompleted: 'none',
  PurchaseFailed: 'none',
  PurchaseReversed: 'none',
  AutoRechargeConfigured: 'none',
  AutoRechargeDisabled: 'none',
  CreditsReturned: 'none',
  OverdraftRepaid: 'none',
  WithdrawalRequested: 'none',
  WithdrawalApproved: 'none',
  WithdrawalRejected: 'none',
  WithdrawalPaid: 'none',
  GraceStarted: 'none',
  GraceEnded: 'none',
};

function withMinutes(
  rows: ReadonlyMap<string, BurnRateRow>,
  summary: SummaryRow,
  byMinute: ReadonlyMap<number, readonly Slot[]>,
  recordedAt: Instant,
): Changes<BurnRateRow> {
  const changed = new Map<string, BurnRateRow | null>();
  const minutes = { ...summary.minutes };
  const isKept = keptAt(recordedAt);
  for (const [minute, usage] of byMinute) {
    minutes[minute] = add(minutes[minute] ?? ZERO, sum(usage.map(([, amount]) => amount)));
    changed.set(minuteKey(minute), { slots: withUsage(slotsOf(rows, minute), usage) });
  }
  for (const minute of Object.keys(minutes)) {
    if (isKept(Number(minute))) continue;
    delete minutes[minute];
    changed.set(minuteKey(Number(minute)), null);
  }
  return changed.size === 0 ? {} : { rows: changed.set(SUMMARY, { ...summary, minutes }) };
}

function keptAt(now: Instant): (minute: number) => boolean {
  const sinceMs = milliseconds(now) - KEPT_MS;
  return (minute) => (minute + 1) * MINUTE_MS > sinceMs;
}

/** Other usage than running time, of the window, as slots of their minutes. */
function usageByMinute(charges: readonly Charge[], recordedAt: Instant): Map<number, Slot[]> {
  const byMinute = new Map<number, Slot[]>();
  const isKept = keptAt(recordedAt);
  for (const { effectiveAt, amount, period } of charges) {
    // What runs counts by its rate.
    if (isZero(amount) || period !== undefined) continue;
    const at = milliseconds(effectiveAt);
    const minute = Math.floor(at / MINUTE_MS);
    if (!isKept(minute)) continue;
    const slots = byMinute.get(minute);
    if (slots) slots.push([at, amount]);
    else byMinute.set(minute, [[at, amount]]);
  }
  return byMinute;
}
