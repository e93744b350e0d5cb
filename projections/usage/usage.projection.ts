/**
 * What an account has used, by time, product, model and resource. The newest hour has a row of its own, so that a charge changes
 * that alone; each hour before it has a row, which late usage changes; the directory knows which hours there are. A row
 * that has become large is put aside under a name of its own, so that no charge rewrites more than that, whatever it names.
 */
import type { Entry } from '#domain/account/entries.js';
import { milliseconds } from '#domain/messages.js';
import type { OwnRows, Projection } from '#read-models/projection/projection.js';
import { jsonList } from '../json-text.js';
import { type DirectoryRow, asideOf, isListed, listed, noHours, withAside } from './directory.js';
import { type Quarter, addUse, hourOf, quarterJson, quarterOf } from './quarters.js';
import { type Use, usesIn } from './uses.js';

export type HourRow = { readonly hour: number; readonly quarters: Quarter[] };
export type UsageRow = HourRow | DirectoryRow;

export const NEWEST = 'newest';
export const DIRECTORY = 'directory';
const HOUR = 'hour:';
export const hourKey = (hour: number): string => `${HOUR}${hour}`;
export const asideKey = (hour: number, nth: number): string => `${HOUR}${hour}:${nth}`;

/** Of products, models and resources, over the quarters of a row. */
const MOST_SUMS = 128;

export const usage: Projection<UsageRow, never> = {
  of: 'account',
  name: 'usage',
  version: 1,
  json: (row) => ('quarters' in row ? hourJson(row) : JSON.stringify(row)),
  /** Hours that are over are looked at for usage that comes late. */
  isPast: (key) => key.startsWith(HOUR),
  keys(entry) {
    const uses = usesIn(entry);
    if (uses.length === 0) return [];
    return uses.every((use) => isOfItsHour(use, entry)) ? OF_NOW : [...OF_NOW, ...lateKeys(entry, uses)];
  },
  evolve(rows, entry) {
    for (const use of usesIn(entry)) takeIn(rows, use);
  },
};

/** Of an instant: up to its hour. */
const HOUR_LENGTH = '2026-11-21T12'.length;
const OF_NOW: readonly string[] = [NEWEST, DIRECTORY];

const isOfItsHour = ({ at }: Use, { recordedAt }: Entry): boolean => recordedAt.startsWith(at.slice(0, HOUR_LENGTH));
const hourOfUse = ({ at }: Use): number => hourOf(quarterOf(milliseconds(at)));

/** Of usage of another hour than that of its recording, which is the newest or becomes it. */
function lateKeys({ recordedAt }: Entry, uses: readonly Use[]): readonly string[] {
  const recorded = hourOf(quarterOf(milliseconds(recordedAt)));
  const late = new Set(uses.map(hourOfUse));
  late.delete(recorded);
  return [...late].map(hourKey);
}

type Rows = OwnRows<UsageRow>;

function takeIn(rows: Rows, use: Use): void {
  const at = milliseconds(use.at);
  const hour = hourOf(quarterOf(at));
  const newest = rows.get(NEWEST) as HourRow | undefined;
  const isLate = newest !== undefined && hour < newest.hour;
  if (isLate) list(rows, hour);
  else if (newest && newest.hour < hour) {
    rows.set(hourKey(newest.hour), newest);
    list(rows, newest.hour);
    rows.set(NEWEST, { hour, quarters: [] });
  }
  const key = isLate ? hourKey(hour) : NEWEST;
  const row = rows.get(key) as HourRow | undefined;
  if (row && sumsIn(row) >= MOST_SUMS) putAside(rows, row);
  if (row === undefined || sumsIn(row) >= MOST_SUMS) rows.set(key, { hour, quarters: [] });
  addUse((rows.change(key) as HourRow).quarters, use, at);
}

const directoryIn = (rows: Rows): DirectoryRow => (rows.get(DIRECTORY) as DirectoryRow | undefined) ?? noHours;

function list(rows: Rows, hour: number): void {
  const directory = directoryIn(rows);
  if (!isListed(directory, hour)) rows.set(DIRECTORY, listed(directory, hour));
}

function putAside(rows: Rows, row: HourRow): void {
  const directory = directoryIn(rows);
  rows.set(asideKey(row.hour, asideOf(directory, row.hour)), row);
  rows.set(DIRECTORY, withAside(directory, row.hour));
}

const sumsIn = ({ quarters }: HourRow): number => quarters.reduce((count, { sums }) => count + sums.length, 0);

const hourJson = ({ hour, quarters }: HourRow): string =>
  `{"hour":${hour},"quarters":${jsonList(quarters.map(quarterJson))}}`;
