/**
 * What an account has used, by time, product, model and resource. The newest hour has a row of its own, so that a charge changes
 * that alone; each hour before it has a row, which late usage changes; the directory knows which hours there are. A row
 * that has become large is put aside under a name of its own, so that no charge rewrites more than that, whatever it names.
 */
import type { Entry } from '#domain/account/entries.js';
import { milliseconds } from '#domain/messages.js';
import type { Projection } from '#read-models/projection/projection.js';
import { jsonList } from '../json-text.js';
import { type DirectoryRow, asideOf, listed, noHours, withAside } from './directory.js';
import { type Quarter, hourOf, quarterJson, quarterOf, withUse } from './quarters.js';
import { type Use, usesIn } from './uses.js';

export type HourRow = { readonly hour: number; readonly quarters: readonly Quarter[] };
export type UsageRow = HourRow | DirectoryRow;

export const NEWEST = 'newest';
export const DIRECTORY = 'directory';
export const hourKey = (hour: number): string => `hour:${hour}`;
export const asideKey = (hour: number, nth: number): string => `hour:${hour}:${nth}`;

/** Of products, models and resources, over the quarters of a row. */
const MOST_SUMS = 128;

export const usage: Projection<UsageRow, never> = {
  of: 'account',
  name: 'usage',
  version: 1,
  json: (row) => ('quarters' in row ? hourJson(row) : JSON.stringify(row)),
  keys(entry) {
    const uses = usesIn(entry);
    return uses.length === 0 ? [] : [NEWEST, DIRECTORY, ...lateKeys(entry, uses)];
  },
  evolve(rows, entry) {
    const changed = new Map<string, UsageRow>();
    for (const use of usesIn(entry)) takeIn(rows, changed, use);
    return { rows: [...changed] };
  },
};

const hourOfUse = ({ at }: Use): number => hourOf(quarterOf(milliseconds(at)));

/** Of usage of another hour than that of its recording, which is the newest or becomes it. */
function lateKeys({ recordedAt }: Entry, uses: readonly Use[]): readonly string[] {
  const recorded = hourOf(quarterOf(milliseconds(recordedAt)));
  const late = new Set(uses.map(hourOfUse));
  late.delete(recorded);
  return [...late].map(hourKey);
}

type Changed = Map<string, UsageRow>;

function takeIn(rows: ReadonlyMap<string, UsageRow>, changed: Changed, use: Use): void {
  const known = (key: string): HourRow | undefined => (changed.get(key) ?? rows.get(key)) as HourRow | undefined;
  const before = ((changed.get(DIRECTORY) ?? rows.get(DIRECTORY)) as DirectoryRow | undefined) ?? noHours;
  let directory = before;
  const hour = hourOfUse(use);
  const newest = known(NEWEST);
  const isLate = newest !== undefined && hour < newest.hour;
  const key = isLate ? hourKey(hour) : NEWEST;
  let row = isLate ? known(key) : newest;
  if (isLate) directory = listed(directory, hour);
  else if (newest && newest.hour < hour) {
    changed.set(hourKey(newest.hour), newest);
    directory = listed(directory, newest.hour);
    row = undefined;
  }
  if (row && sumsIn(row) >= MOST_SUMS) {
    changed.set(asideKey(hour, asideOf(directory, hour)), row);
    directory = withAside(directory, hour);
    row = undefined;
  }
  changed.set(key, { hour, quarters: withUse(row?.quarters ?? [], use) });
  if (directory !== before) changed.set(DIRECTORY, directory);
}

const sumsIn = ({ quarters }: HourRow): number => quarters.reduce((count, { sums }) => count + sums.length, 0);

const hourJson = ({ hour, quarters }: HourRow): string =>
  `{"hour":${hour},"quarters":${jsonList(quarters.map(quarterJson))}}`;
