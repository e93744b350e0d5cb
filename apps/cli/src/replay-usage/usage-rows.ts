/** The rows of a usage file: CSV with headings, or NDJSON. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { getSystemErrorMap } from 'node:util';
import { CsvError, parse } from 'csv-parse';
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
  let number = 0;
  for await (const line of lines(file)) {
    // Trimmed of a byte order mark too.
    const text = line.trim();
    if (text !== '') yield inRow(++number, file, () => objectOf(text));
  }
}

/** Not node:readline: it does not pass on that a file can't be read. */
async function* lines(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
    const whole = (rest + chunk).split('\n');
    rest = whole.pop() ?? '';
    yield* whole;
  }
  yield rest;
}

function objectOf(text: string): Cells {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new RangeError(`not a JSON object: ${text.slice(0, 40)}`);
  return value as Cells;
}

async function* csv(file: string): AsyncGenerator<Cells> {
  const options = { columns: true, bom: true, trim: true, skip_empty_lines: true };
  // What fails in the file fails in what reads from the parser: that is where it is caught.
  yield* pipeline(createReadStream(file), parse(options), () => {}) as AsyncIterable<Cells>;
}

/** All rows, in the order of the file. Stops with the row's number at the first that does not say what it must. */
export async function readUsageRows(file: string, given: Partial<Record<Field, string>>): Promise<readonly UsageRow[]> {
  const rows: UsageRow[] = [];
  let columns: Columns | undefined;
  try {
    for await (const cells of isNdjson(file) ? ndjson(file) : csv(file)) {
      const chosen = (columns ??= chooseColumns(given, Object.keys(cells)));
      const number = rows.length + 1;
      rows.push(inRow(number, file, () => rowOf(number, cells, chosen)));
    }
  } catch (error) {
    throw namingFile(file, error as NodeJS.ErrnoException);
  }
  return rows;
}

function inRow<T>(number: number, file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new RangeError(`Row ${number} of ${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** csv-parse's errors name the line but no file; the system's are codes, and don't always name one. */
function namingFile(file: string, error: NodeJS.ErrnoException): Error {
  if (error instanceof CsvError) return new RangeError(`${file}: ${error.message}`, { cause: error });
  const reason = error.errno === undefined ? undefined : getSystemErrorMap().get(error.errno)?.[1];
  return reason === undefined ? error : new Error(`${file} can't be read: ${reason}`, { cause: error });
}

function rowOf(number: number, cells: Cells, columns: Columns): UsageRow {
  const text = (column: string): string => {
    const cell = cells[column];
    if (typeof cell !== 'string' && typeof cell !== 'number') throw new RangeError(`${column} is missing`);
    if (String(cell).trim() === '') throw new RangeError(`${column} is empty`);
    return String(cell);
  };
  const instant = (column: string): number => {
    const at = text(column);
    const ms = parseUsageTime(at);
    if (ms === null) throw new RangeError(`${column} is not a time: ${at.slice(0, 40)}`);
    return ms;
  };
  const tokens = (column: string): number => {
    const count = text(column);
    if (!/^\d{1,15}$/.test(count)) throw new RangeError(`${column} is not a number of tokens: ${count.slice(0, 40)}`);
    return Number(count);
  };
  return {
    number,
    atMs: instant(columns.timestamp),
    inputTokens: tokens(columns.input),
    outputTokens: tokens(columns.output),
    ...(columns.model !== undefined && { model: text(columns.model) }),
    ...(columns.account !== undefined && { account: text(columns.account) }),
  };
}
