/** One row of a usage file. */
import { type Cells, cellAt } from './cells.js';
import type { Columns } from './columns.js';
import { type TimeReading, parseUsageTime } from './usage-time.js';

/** As a charge states them: nothing is counted twice. */
export type TokenCounts = {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** These are absent where there are none. */
  readonly cachedInputTokens?: number;
  readonly cacheWriteTokens?: number;
  readonly reasoningTokens?: number;
};

export type UsageRow = TokenCounts & {
  /** Place in the file, from 1. */
  readonly number: number;
  readonly atMs: number;
  readonly model?: string;
  readonly account?: string;
  /** What the usage is known by, where the file says it. */
  readonly id?: string;
};

/** `areIncluded`: a file's input counts what is cached or written to a cache too, its output what is reasoning. */
export type RowReading = TimeReading & { readonly areIncluded?: boolean };

/** Throws `RangeError` that names the column. */
export function rowOf(number: number, cells: Cells, columns: Columns, reading: RowReading): UsageRow {
  const text = (column: string): string => {
    const cell = cellAt(cells, column);
    if (cell === undefined || cell === null) throw new RangeError(`${column} is missing`);
    if (typeof cell !== 'string') throw new RangeError(`${column} is neither a text nor a number`);
    if (cell.trim() === '') throw new RangeError(`${column} is empty`);
    return cell;
  };
  const instant = (column: string): number => {
    const at = text(column);
    const ms = parseUsageTime(at, reading);
    if (ms === null) throw new RangeError(`${column} is not a time${readAs(reading)}: ${at.slice(0, 40)}`);
    return ms;
  };
  const tokens = (column: string): number => {
    const count = text(column).trim();
    if (!WHOLE.test(count)) throw new RangeError(`${column} is not a number of tokens: ${count.slice(0, 40)}`);
    return Number(count.split('.')[0]);
  };
  const some = (column: string | undefined): number => {
    const cell = column === undefined ? undefined : cellAt(cells, column);
    // A request that used no cache need not say so.
    return column === undefined || cell === undefined || cell === null || cell === '' ? 0 : tokens(column);
  };
  const rest = (column: string, parts: number): number => {
    const count = tokens(column) - (reading.areIncluded === true ? parts : 0);
    if (count < 0) throw new RangeError(`${column} is less than the ${parts} tokens that it is said to include`);
    return count;
  };
  const [cached, written, reasoning] = [some(columns.cached), some(columns.cacheWrite), some(columns.reasoning)];
  return {
    number,
    atMs: instant(columns.timestamp),
    inputTokens: rest(columns.input, cached + written),
    outputTokens: rest(columns.output, reasoning),
    ...(cached > 0 && { cachedInputTokens: cached }),
    ...(written > 0 && { cacheWriteTokens: written }),
    ...(reasoning > 0 && { reasoningTokens: reasoning }),
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

export function countsOf(row: UsageRow): TokenCounts {
  const { inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens, reasoningTokens } = row;
  return {
    inputTokens,
    outputTokens,
    ...(cachedInputTokens !== undefined && { cachedInputTokens }),
    ...(cacheWriteTokens !== undefined && { cacheWriteTokens }),
    ...(reasoningTokens !== undefined && { reasoningTokens }),
  };
}
