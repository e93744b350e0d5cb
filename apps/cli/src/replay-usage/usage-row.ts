/** One row of a usage file. */
import { type Cells, cellAt } from './cells.js';
import type { Columns } from './columns.js';
import { type TimeReading, parseUsageTime } from './usage-time.js';

export type UsageRow = {
  /** Place in the file, from 1. */
  readonly number: number;
  readonly atMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly model?: string;
  readonly account?: string;
  /** What the usage is known by, where the file says it. */
  readonly id?: string;
};

/** Throws `RangeError` that names the column. */
export function rowOf(number: number, cells: Cells, columns: Columns, times: TimeReading): UsageRow {
  const text = (column: string): string => {
    const cell = cellAt(cells, column);
    if (cell === undefined || cell === null) throw new RangeError(`${column} is missing`);
    if (typeof cell !== 'string') throw new RangeError(`${column} is neither a text nor a number`);
    if (cell.trim() === '') throw new RangeError(`${column} is empty`);
    return cell;
  };
  const instant = (column: string): number => {
    const at = text(column);
    const ms = parseUsageTime(at, times);
    if (ms === null) throw new RangeError(`${column} is not a time${readAs(times)}: ${at.slice(0, 40)}`);
    return ms;
  };
  const tokens = (column: string): number => {
    const count = text(column).trim();
    if (!WHOLE.test(count)) throw new RangeError(`${column} is not a number of tokens: ${count.slice(0, 40)}`);
    return Number(count.split('.')[0]);
  };
  return {
    number,
    atMs: instant(columns.timestamp),
    inputTokens: tokens(columns.input),
    outputTokens: tokens(columns.output),
    ...(columns.model !== undefined && { model: text(columns.model) }),
    ...(columns.account !== undefined && { account: text(columns.account) }),
    ...(columns.id !== undefined && { id: text(columns.id) }),
  };
}

/** Spreadsheets and data frames write whole numbers with a fraction of zero. */
const WHOLE = /^\d{1,15}(\.0+)?$/;

/** What a time may have been refused for, beside itself. */
function readAs({ timeZone, timeUnit }: TimeReading): string {
  return (timeZone ? ` in ${timeZone.name}` : '') + (timeUnit ? ` in ${timeUnit}` : '');
}
