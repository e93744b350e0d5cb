/**
 * Usage by minute, as far back as the window goes. The newest minute has a row of its own, so that a charge changes that
 * alone; the summary has the sums of all minutes before it, and each of those has its slots in a row.
 */
import type { Charge } from '#domain/account/events.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import { type Amount, add, isZero } from '#domain/money.js';
import { type Slot, sumOf, withUsage } from './slots.js';

/** Usage by minute since the epoch, of every minute before the newest, the earliest first. */
export type Minutes = readonly MinuteSum[];
type MinuteSum = readonly [minute: number, amount: Amount];
export type MinuteRow = { readonly slots: readonly Slot[] };
export type NewestRow = MinuteRow & { readonly minute: number };
type MinuteRows = ReadonlyMap<string, unknown>;

export const NEWEST = 'newest';
export const minuteKey = (minute: number): string => `minute:${minute}`;
export const newestOf = (rows: MinuteRows): NewestRow | null => (rows.get(NEWEST) as NewestRow | undefined) ?? null;
export const slotsOf = (rows: MinuteRows, minute: number): readonly Slot[] =>
  (rows.get(minuteKey(minute)) as MinuteRow | undefined)?.slots ?? [];

export const MINUTE_MS = 60_000;
export const WINDOW_MS = 3_600_000;
/** Minutes are kept a little longer than the window, for readers whose clock is behind. */
const KEPT_MS = WINDOW_MS + 2 * MINUTE_MS;

export const minuteOf = (ms: number): number => Math.floor(ms / MINUTE_MS);

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
    if (own) own.slots.push([at, amount]);
    else byMinute.push({ minute, slots: [[at, amount]] });
  }
  if (byMinute.length > 1) byMinute.sort((a, b) => a.minute - b.minute);
  return { recordedMs, byMinute };
}

/** The rows that usage may change: the minute of its recording is the newest, or becomes it. */
export const minuteKeys = ({ recordedMs, byMinute }: Usage): readonly string[] => {
  const recorded = minuteOf(recordedMs);
  return [NEWEST, ...byMinute.flatMap(({ minute }) => (minute === recorded ? [] : [minuteKey(minute)]))];
};

type Changed = [key: string, row: MinuteRow | NewestRow | null][];

/** What becomes of the rows, and of the sums of all minutes before the newest: the very same where none has changed. */
export function used(
  rows: MinuteRows,
  before: Minutes,
  { recordedMs, byMinute }: Usage,
): { readonly changed: Changed; readonly minutes: Minutes } {
  const changed: Changed = [];
  let minutes = before;
  let newest = newestOf(rows);
  for (const { minute, slots: usage } of byMinute) {
    if (newest && minute < newest.minute) {
      minutes = withLate(minutes, [minute, sumOf(usage)]);
      changed.push([minuteKey(minute), { slots: withUsage(slotsOf(rows, minute), usage) }]);
      continue;
    }
    if (newest && newest.minute < minute) {
      minutes = withoutOld(minutes, recordedMs, changed);
      if (isKept(newest.minute, recordedMs)) {
        minutes = [...minutes, [newest.minute, sumOf(newest.slots)]];
        changed.push([minuteKey(newest.minute), { slots: newest.slots }]);
      }
    }
    newest = { minute, slots: withUsage(newest?.minute === minute ? newest.slots : [], usage) };
    changed.push([NEWEST, newest]);
  }
  return { changed, minutes };
}

function withoutOld(minutes: Minutes, recordedMs: number, changed: Changed): Minutes {
  let old = 0;
  for (const [minute] of minutes) {
    if (isKept(minute, recordedMs)) break;
    changed.push([minuteKey(minute), null]);
    old++;
  }
  return old === 0 ? minutes : minutes.slice(old);
}

/** With usage of a minute before the newest. */
function withLate(minutes: Minutes, late: MinuteSum): Minutes {
  const [minute, amount] = late;
  const place = minutes.findIndex((each) => each[0] >= minute);
  if (place < 0) return [...minutes, late];
  const known = minutes[place];
  if (known?.[0] !== minute) return minutes.toSpliced(place, 0, late);
  return minutes.with(place, [minute, add(known[1], amount)]);
}
