/** The rows of a usage file: CSV with headings, or NDJSON. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { getSystemErrorMap } from 'node:util';
import { CsvError, parse as parseCsv } from 'csv-parse';
import { parse as parseJson } from 'lossless-json';
import { type Cells, columnsOf } from './cells.js';
import { type Columns, type Field, chooseColumns } from './columns.js';
import { Repeats } from './repeats.js';
import { type RowReading, type UsageRow, rowOf } from './usage-row.js';

/** How a file is to be read, as far as it does not say so itself. */
export type Reading = RowReading & { readonly columns?: Partial<Record<Field, string>> };

export type UsageRows = {
  /** In the order of the file. */
  readonly rows: readonly UsageRow[];
  /** How many more there are, whose id an earlier one has: the same usage, logged again. */
  readonly repeated: number;
};

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

/** Numbers as they are written: rounded ones would make ids beyond 2^53 the same, and a fraction of a token none. */
function objectOf(text: string): Cells {
  const value = parseJson(text, null, (number) => number);
  if (typeof value !== 'object' || value === null) throw new RangeError(`not a JSON object: ${text.slice(0, 40)}`);
  return value as Cells;
}

async function* csv(file: string): AsyncGenerator<Cells> {
  const options = { columns: true, bom: true, trim: true, skip_empty_lines: true };
  // What fails in the file fails in what reads from the parser: that is where it is caught.
  yield* pipeline(createReadStream(file), parseCsv(options), () => {}) as AsyncIterable<Cells>;
}

/** Stops with the row's number and the column's name at the first that does not say what it must. */
export async function readUsageRows(
  file: string,
  { columns: given = {}, ...reading }: Reading = {},
): Promise<UsageRows> {
  const rows: UsageRow[] = [];
  const repeats = new Repeats();
  let columns: Columns | undefined;
  let number = 0;
  try {
    for await (const cells of isNdjson(file) ? ndjson(file) : csv(file)) {
      number++;
      const choose = () => chooseColumns(given, columnsOf(cells));
      const chosen = (columns ??= isNdjson(file) ? inRow(number, file, choose) : choose());
      const row = inRow(number, file, () => repeats.unlessKnown(rowOf(number, cells, chosen, reading), chosen));
      if (row) rows.push(row);
    }
  } catch (error) {
    throw namingFile(file, error as NodeJS.ErrnoException);
  }
  return { rows, repeated: number - rows.length };
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
