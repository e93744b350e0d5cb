/** Reads of the rows of usage: what lies between two instants, and what only the log can divide. */
import { type Instant, milliseconds } from '#domain/messages.js';
import { type Quarter, type Run, type Sum, hourOf, joined, quarterOf } from './quarters.js';
import { type DirectoryRow, asideOf, hoursBetween, noHours } from './directory.js';
import { type HourRow, type UsageRow, asideKey, hourKey } from './usage.projection.js';

/** Both inclusive. */
export type Between = { readonly from: Instant; readonly to: Instant };

/** Sums of whole quarters; and the quarters that begin before or end after, with the entries that say what was used in them. */
export type UsageBetween = {
  readonly whole: readonly { readonly quarter: number; readonly sums: readonly Sum[] }[];
  readonly divided: ReadonlySet<number>;
  readonly runs: readonly Run[];
};

/** The rows that hold usage of the hours between; the newest is one of them or not. */
export function usageKeys(
  directory: DirectoryRow | null,
  newest: Pick<HourRow, 'hour'> | null,
  { from, to }: Between,
): readonly string[] {
  const known = directory ?? noHours;
  const [first, last] = [milliseconds(from), milliseconds(to)].map((ms) => hourOf(quarterOf(ms))) as [number, number];
  const before = hoursBetween(known, first, last);
  const aside = (hour: number) => Array.from({ length: asideOf(known, hour) }, (_, nth) => asideKey(hour, nth));
  return [...before.map(hourKey), ...before.flatMap(aside), ...(newest ? aside(newest.hour) : [])];
}

export function usageBetween(newest: HourRow | null, rows: Iterable<UsageRow>, { from, to }: Between): UsageBetween {
  const [start, end] = [milliseconds(from), milliseconds(to)];
  const divided = new Set<number>();
  const quarters = [newest, ...(rows as Iterable<HourRow>)]
    .flatMap((row) => row?.quarters ?? [])
    .filter(({ first, last }) => first <= end && last >= start);
  // A row that was put aside may have another part of the same quarter.
  for (const { quarter, first, last } of quarters) if (first < start || last > end) divided.add(quarter);
  const isDivided = ({ quarter }: Quarter): boolean => divided.has(quarter);
  return {
    whole: quarters.filter((each) => !isDivided(each)),
    divided,
    runs: joined(quarters.filter(isDivided).flatMap(({ runs }) => runs)),
  };
}
