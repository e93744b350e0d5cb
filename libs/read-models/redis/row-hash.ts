/**
 * The hash that holds an aggregate's rows: what is said of them all, and the rows. One look tells all as of one moment, and
 * whether it is all there.
 */
import type { Place } from './keys.js';
import type { Operation } from './operations.js';
import { SUMMARY, streamRevisionIn } from './register.js';
import { FoundRows, type StoredRows, fieldsOf } from './row-fields.js';

/** What an aggregate's hash says of itself. */
export type Summary = {
  /** Of the aggregate's stream and of its entries: what the rows reflect. */
  readonly streamRevision: number;
  readonly revision: number;
  /** Fields of the hash, this one included. */
  readonly fields: number;
};

export const summaryField = ({ streamRevision, revision, fields }: Summary): readonly [field: string, text: string] => [
  SUMMARY,
  `${streamRevision} ${revision} ${fields}`,
];

/** Rows that are wanted, by their projection. */
export type Wanted = ReadonlyMap<StoredRows, ReadonlySet<string> | 'every row'>;

/** What has to be read for `found`. */
export function lookup({ keys, shard, stream }: Place, wanted: Wanted): readonly Operation[] {
  const key = keys.rows(shard, stream);
  return [
    { command: 'HGET', key: keys.register(shard), args: [stream] },
    { command: 'HLEN', key, args: [] },
    isOfEveryRow(wanted)
      ? { command: 'HGETALL', key, args: [] }
      : { command: 'HMGET', key, args: wantedFields(wanted) },
  ];
}
export const LOOKUP_OPERATIONS = 3;

/** Beyond so many fields every one is read: Lua can't pass more than 8,000 arguments to a command. */
const MOST_FIELDS = 4_000;

/** The same for the script `look`. */
export const lookArguments = (stream: string, wanted: Wanted): readonly string[] =>
  isOfEveryRow(wanted) ? [stream] : [stream, ...wantedFields(wanted)];

function isOfEveryRow(wanted: Wanted): boolean {
  let fields = 1;
  for (const [{ parts }, keys] of wanted) {
    if (keys === 'every row') return true;
    fields += keys.size * (parts?.names.length ?? 1);
  }
  return fields > MOST_FIELDS;
}

function wantedFields(wanted: Wanted): readonly string[] {
  const fields = [SUMMARY];
  for (const [projection, keys] of wanted) {
    if (keys !== 'every row') for (const key of keys) fields.push(...fieldsOf(projection, key));
  }
  return fields;
}

/** What is there of what was wanted, by the name of the projection. `entry` is what the register says. */
export type Found = Summary & {
  readonly entry: string;
  /** What the rows say of themselves: of one build and one text, they are the same. */
  readonly text: string;
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
};

/**
 * The answers to `lookup` or `look`. `absent`: no event of the aggregate was applied. `damaged`: the register knows it, but its rows
 * are not all there.
 */
export function found(wanted: Wanted, [entry, length, answer]: readonly unknown[]): Found | 'absent' | 'damaged' {
  if (typeof entry !== 'string') return length === 0 ? 'absent' : 'damaged';
  const texts = answer as readonly (string | null)[];
  const named = isOfEveryRow(wanted) ? null : wantedFields(wanted);
  const taken = new Taken(wanted);
  let summary = '';
  for (let nth = 0; nth < (named?.length ?? texts.length / 2); nth++) {
    const field = named ? named[nth] : texts[2 * nth];
    const text = texts[named ? nth : 2 * nth + 1];
    if (typeof field !== 'string' || typeof text !== 'string') continue;
    if (field === SUMMARY) summary = text;
    else taken.take(field, text);
  }
  const said = summaryIn(summary);
  return said && isWhole(said, entry, length) ? { entry, text: summary, rows: taken.rows, ...said } : 'damaged';
}

const isWhole = ({ streamRevision, fields }: Summary, entry: string, length: unknown): boolean =>
  streamRevision === streamRevisionIn(entry) && fields === length;

/** Null where it is none. */
export function summaryIn(text: string): Summary | null {
  const [streamRevision, revision, fields] = text.split(' ', 3).map(Number);
  if (streamRevision === undefined || revision === undefined || fields === undefined) return null;
  return { streamRevision, revision, fields };
}

/** The rows that were wanted, out of whatever fields there are. */
class Taken {
  private readonly byPrefix = new Map<string, { found: FoundRows; keys: ReadonlySet<string> | 'every row' }>();
  private readonly all: (readonly [string, ReadonlyMap<string, unknown>])[] = [];

  constructor(wanted: Wanted) {
    for (const [projection, keys] of wanted) {
      const own = { found: new FoundRows(projection), keys };
      for (const prefix of own.found.prefixes) this.byPrefix.set(prefix, own);
      this.all.push([projection.name, own.found.rows]);
    }
  }

  take(field: string, text: string): void {
    const slash = field.indexOf('/');
    const [prefix, key] = [field.slice(0, slash), field.slice(slash + 1)];
    const own = this.byPrefix.get(prefix);
    if (own && (own.keys === 'every row' || own.keys.has(key))) own.found.add(prefix, key, text);
  }

  get rows(): ReadonlyMap<string, ReadonlyMap<string, unknown>> {
    return new Map(this.all);
  }
}
