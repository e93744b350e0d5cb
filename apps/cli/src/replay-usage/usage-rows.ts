/** The rows of a usage file: CSV with headings, or NDJSON. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';
import { type Columns, type Field, chooseColumns } from './columns.js';
import { parseUsageTime } from './usage-time.js';

export type UsageRow = {
  /** Place in the file, from 1. */
  readonly number: number;
  readonly atMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly model?: string;
  readonly account?: string;
};

type Cells = Readonly<Record<string, unknown>>;

const isNdjson = (file: string): boolean => /\.(ndjson|jsonl)$/i.test(file);

async function* ndjson(file: string): AsyncGenerator<Cells> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line.trim() !== '') yield JSON.parse(line) as Cells;
  }
}

async function* csv(file: string): AsyncGenerator<Cells> {
  const options = { columns: true, bom: true, trim: true, skip_empty_lines: true };
  yield* createReadStream(file).pipe(parse(options)) as AsyncIterable<Cells>;
}

/** All rows, in the order of the file. Stops with the row's number at the first that does not say what it must. */
export async function readUsageRows(file: string, given: Partial<Record<Field, string>>): Promise<readonly UsageRow[]> {
  const rows: UsageRow[] = [];
  let columns: Columns | undefined;
  for await (const cells of isNdjson(file) ? ndjson(file) : csv(file)) {
    columns ??= chooseColumns(given, Object.keys(cells));
    const number = rows.length + 1;
    try {
      rows.push(rowOf(number, cells, columns));
    } catch (error) {
      throw new RangeError(`Row ${number} of ${file}: ${(error as Error).message}`, { cause: error });
    }
  }
  return rows;
}

function rowOf(number: number, cells: Cells, columns: Columns): UsageRow {
  const text = (column: string): string => {
    const cell = cells[column];
    if (typeof cell !== 'string' && typeof cell !== 'number') throw new RangeError(`${column} is missing`);
    return String(cell);
  };
  const tokens = (column: string): number => {
    const count = text(column);
    if (!/^\d{1,15}$/.test(count)) throw new RangeError(`${column} is not a number of tokens: ${count.slice(0, 40)}`);
    return Number(count);
  };
  return {
    number,
    atMs: parseUsageTime(text(columns.timestamp)),
    inputTokens: tokens(columns.input),
    outputTokens: tokens(columns.output),
    ...(columns.model !== undefined && { model: text(columns.model) }),
    ...(columns.account !== undefined && { account: text(columns.account) }),
  };
}
