/**
 * Usage by minute, as far back as the window goes. The newest minute has a row of its own, so that a charge changes that
 * alone; the summary has the sums of all minutes before it, and each of those has its slots in a row.
 */
import type { Charge } from '#domain/account/events.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import { add, isZero } from '#domain/money.js';
import type { OwnRows } from '#read-models/projection/projection.js';
import { type AmountAt, NONE, amountsAt, from, pairsIn, withAmount } from './amounts-at.js';
import { type BurnRateRow, type MinuteRow, type NewestRow, SUMMARY, summaryOf } from './burn-rate-row.js';
import { type Slot, type Slots, sumOf, withUsage } from './slots.js';

type MinuteRows = Pick<ReadonlyMap<string, unknown>, 'get'>;

export const NEWEST = 'newest';
const MINUTE = 'minute:';
export const minuteKey = (minute: number): string => `${MINUTE}${minute}`;
/** Minutes that are over are looked at for usage that comes late. */
export const isMinuteKey = (key: string): boolean => key.startsWith(MINUTE);
const newestOf = (rows: MinuteRows): NewestRow | null => (rows.get(NEWEST) as NewestRow | undefined) ?? null;
const slotsOf = (rows: MinuteRows, minute: number): Slots =>
  (rows.get(minuteKey(minute)) as MinuteRow | undefined)?.slots ?? NONE;

export const MINUTE_MS = 60_000;
export const WINDOW_MS = 3_600_000;
/** Minutes are kept a little longer than the window, for readers whose clock is behind. */
const KEPT_MS = WINDOW_MS + 2 * MINUTE_MS;

export const minuteOf = (ms: number): number => Math.floor(ms / MINUTE_MS);

/** Usage of the newest minute and of another, at its instants. */
export function usageAtEdge(rows: MinuteRows, minute: number): readonly AmountAt[] {
  const newest = newestOf(rows);
  const ofNewest = newest ? atInstants(newest.minute, newest.slots) : [];
  return [...ofNewest, ...atInstants(minute, slotsOf(rows, minute))];
}

const atInstants = (minute: number, slots: Slots): readonly AmountAt[] =>
  pairsIn(slots).map(([at, amount]) => [minute * MINUTE_MS + at, amount]);

/** Usage that one entry recorded, by the minute that it falls in, the earliest first. */
export type Usage = {
  readonly recordedMs: number;
  readonly byMinute: readonly { readonly minute: number; readonly slots: readonly Slot[] }[];
};

const isKept = (minute: number, recordedMs: number): boolean => (minute + 1) * MINUTE_MS > recordedMs - KEPT_MS;

/**
 * Other usage than running time, which counts by its rate. What is used after its recording, by clocks that differ, is of
 * that instant; what was used long before is left out.
 */
export function usageIn(charges: readonly Charge[], recordedAt: Instant): Usage {
  const byMinute: { minute: number; slots: Slot[] }[] = [];
  const recordedMs = milliseconds(recordedAt);
  for (const { effectiveAt, amount, period } of charges) {
    if (isZero(amount) || period !== undefined) continue;
    const at = effectiveAt < recordedAt ? milliseconds(effectiveAt) : recordedMs;
    const minute = minuteOf(at);
    if (!isKept(minute, recordedMs)) continue;
    const own = byMinute.find((each) => each.minute === minute);
    const slot: Slot = [at - minute * MINUTE_MS, amount];
    if (own) own.slots.push(slot);
    else byMinute.push({ minute, slots: [slot] });
  }
  if (byMinute.length > 1) byMinute.sort((a, b) => a.minute - b.minute);
  return { recordedMs, byMinute };
}

/** Of an instant: up to its minute. */
const MINUTE_LENGTH = '2026-11-21T12:00'.length;
const OF_NOW: readonly string[] = [SUMMARY, NEWEST];

const isOfItsMinute = ({ effectiveAt }: Charge, recordedAt: Instant): boolean =>
  effectiveAt >= recordedAt || recordedAt.startsWith(effectiveAt.slice(0, MINUTE_LENGTH));

/** The rows that usage may change: the minute of its recording is the newest, or becomes it. */
export function usageKeys(charges: readonly Charge[], recordedAt: Instant): readonly string[] {
  if (charges.every((charge) => isOfItsMinute(charge, recordedAt))) return OF_NOW;
  const { recordedMs, byMinute } = usageIn(charges, recordedAt);
  const recorded = minuteOf(recordedMs);
  return [...OF_NOW, ...byMinute.flatMap(({ minute }) => (minute === recorded ? [] : [minuteKey(minute)]))];
}

type Rows = OwnRows<BurnRateRow>;

export function used(rows: Rows, { recordedMs, byMinute }: Usage): void {
  for (const { minute, slots: usage } of byMinute) {
    const newest = newestOf(rows);
    if (newest && minute < newest.minute) takeLate(rows, minute, usage);
    else if (newest?.minute === minute) addTo(rows, NEWEST, usage);
    else {
      if (newest) close(rows, newest, recordedMs);
      rows.set(NEWEST, { minute, slots: withUsage(NONE, usage) });
    }
  }
}

function addTo(rows: Rows, key: string, usage: readonly Slot[]): void {
  const row = rows.change(key) as { slots: Slots };
  row.slots = withUsage(row.slots, usage);
}

/** The sums of all minutes before the newest take the place of those that there are. */
function setSums(rows: Rows, minutes: string): void {
  rows.set(SUMMARY, { resources: summaryOf(rows).resources, minutes });
}

/** The newest minute is over; those that are too old leave. */
function close(rows: Rows, { minute, slots }: NewestRow, recordedMs: number): void {
  const { minutes } = summaryOf(rows);
  const kept = from(minutes, (each) => isKept(each, recordedMs));
  const left = minutes.slice(0, minutes.length - kept.length).trimEnd();
  for (const [old] of pairsIn(left)) rows.delete(minuteKey(old));
  if (!isKept(minute, recordedMs)) return setSums(rows, kept);
  setSums(rows, withAmount(kept, [minute, sumOf(slots)]));
  rows.set(minuteKey(minute), { slots });
}

/** Usage of a minute before the newest. */
function takeLate(rows: Rows, minute: number, usage: readonly Slot[]): void {
  const key = minuteKey(minute);
  const added = withUsage(NONE, usage);
  if (rows.get(key) === undefined) rows.set(key, { slots: added });
  else addTo(rows, key, usage);
  const sums = pairsIn(summaryOf(rows).minutes);
  const place = sums.findIndex(([each]) => each >= minute);
  const known = sums[place];
  const amount = sumOf(added);
  if (known?.[0] === minute) sums[place] = [minute, add(known[1], amount)];
  else sums.splice(place < 0 ? sums.length : place, 0, [minute, amount]);
  setSums(rows, amountsAt(sums));
}
