/**
 * What an account burns: the rates of what runs, and its usage of the last 60 minutes by usage time. Stored so that the
 * rate can be computed for the moment of reading: a sum for each minute, and each minute's slots for the window's edge.
 */
import type { AccountEvent, ChargeLine, ResourceKind } from '#domain/account/events.js';
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
  name: 'burn-rate',
  version: 1,
  keys(event) {
    if (event.type !== 'UsageCharged') return MOVES_RESOURCES.has(event.type) ? [SUMMARY] : [];
    return [SUMMARY, ...usageByMinute(event.data.lines, event.recordedAt).keys()].map((key) =>
      typeof key === 'number' ? minuteKey(key) : key,
    );
  },
  evolve(rows, event) {
    const summary = summaryOf(rows);
    if (event.type === 'UsageCharged') return charged(rows, summary, event.data.lines, event.recordedAt);
    const resources = resourcesAfter(summary.resources, event);
    return resources === summary.resources ? {} : { rows: new Map([[SUMMARY, { ...summary, resources }]]) };
  },
};

const MOVES_RESOURCES: ReadonlySet<AccountEvent['type']> = new Set([
  'ResourceStarted',
  'ResourceStopped',
  'ServiceTerminated',
  'ServiceRestored',
]);

function resourcesAfter(resources: SummaryRow['resources'], event: AccountEvent): SummaryRow['resources'] {
  const each = (change: (resource: RunningResource) => RunningResource | null) =>
    Object.fromEntries(
      Object.entries(resources).flatMap(([id, resource]) => {
        const changed = change(resource);
        return changed ? [[id, changed]] : [];
      }),
    );
  switch (event.type) {
    case 'ResourceStarted': {
      const { resourceId, kind, ratePerHour } = event.data;
      return { ...resources, [resourceId]: { kind, ratePerHour, isAccessible: true } };
    }
    case 'ResourceStopped': {
      const { [event.data.resourceId]: _, ...others } = resources;
      return others;
    }
    case 'ServiceTerminated':
      return each((resource) => (resource.kind === 'storage' ? { ...resource, isAccessible: false } : null));
    case 'ServiceRestored':
      return each((resource) => ({ ...resource, isAccessible: true }));
    default:
      return resources;
  }
}

function charged(
  rows: ReadonlyMap<string, BurnRateRow>,
  summary: SummaryRow,
  lines: readonly ChargeLine[],
  recordedAt: Instant,
): Changes<BurnRateRow> {
  const changed = new Map<string, BurnRateRow | null>();
  const minutes = { ...summary.minutes };
  const isKept = keptAt(recordedAt);
  for (const [minute, usage] of usageByMinute(lines, recordedAt)) {
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

/** Usage of the window, as slots of their minutes. */
function usageByMinute(lines: readonly ChargeLine[], recordedAt: Instant): Map<number, Slot[]> {
  const byMinute = new Map<number, Slot[]>();
  const isKept = keptAt(recordedAt);
  for (const { effectiveAt, amount } of lines) {
    if (isZero(amount)) continue;
    const at = milliseconds(effectiveAt);
    const minute = Math.floor(at / MINUTE_MS);
    if (!isKept(minute)) continue;
    const slots = byMinute.get(minute);
    if (slots) slots.push([at, amount]);
    else byMinute.set(minute, [[at, amount]]);
  }
  return byMinute;
}
