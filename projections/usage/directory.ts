/** Which hours before the newest were used, as 24 bits a day, and how many rows were put aside of which. */
export type DirectoryRow = {
  readonly days: Readonly<Record<string, number>>;
  readonly aside: Readonly<Record<string, number>>;
};

export const noHours: DirectoryRow = { days: {}, aside: {} };

const HOURS_PER_DAY = 24;
const dayOf = (hour: number): number => Math.floor(hour / HOURS_PER_DAY);
const bitOf = (hour: number): number => 1 << (hour - dayOf(hour) * HOURS_PER_DAY);

export const asideOf = ({ aside }: DirectoryRow, hour: number): number => aside[hour] ?? 0;
export const isListed = ({ days }: DirectoryRow, hour: number): boolean =>
  ((days[dayOf(hour)] ?? 0) & bitOf(hour)) !== 0;

export function listed(directory: DirectoryRow, hour: number): DirectoryRow {
  const day = dayOf(hour);
  return { ...directory, days: { ...directory.days, [day]: (directory.days[day] ?? 0) | bitOf(hour) } };
}

export const withAside = (directory: DirectoryRow, hour: number): DirectoryRow => ({
  ...directory,
  aside: { ...directory.aside, [hour]: asideOf(directory, hour) + 1 },
});

/** Those of them between two hours, both inclusive. */
export function hoursBetween({ days }: DirectoryRow, first: number, last: number): readonly number[] {
  return Object.keys(days)
    .map(Number)
    .filter((day) => day >= dayOf(first) && day <= dayOf(last))
    .flatMap((day) => Array.from({ length: HOURS_PER_DAY }, (_, nth) => day * HOURS_PER_DAY + nth))
    .filter((hour) => hour >= first && hour <= last && ((days[dayOf(hour)] ?? 0) & bitOf(hour)) !== 0);
}
