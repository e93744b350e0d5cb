/**
 * The hash that holds an account's rows: what is said of them all, and every row as JSON. One look tells all as of one
 * moment, and whether it is all there.
 */
import type { Place } from './keys.js';
import type { Operation } from './redis-store.js';
import { streamRevisionIn } from './register.js';

/** Field of what is said of the rows. No row's field is without a slash. */
const SUMMARY = 'revision';

export const fieldOf = (projection: string, key: string): string => `${projection}/${key}`;

/** What an account's hash says of itself. */
export type Summary = {
  /** Of the account's stream and of its entries: what the rows reflect. */
  readonly streamRevision: number;
  readonly revision: number;
  /** How many rows there are, by the name of their projection. */
  readonly counts: ReadonlyMap<string, number>;
};

export const summaryField = (summary: Summary): readonly [field: string, text: string] => {
  const { streamRevision, revision, counts } = summary;
  return [SUMMARY, `${streamRevision} ${revision} ${fieldsIn(summary)} ${JSON.stringify([...counts])}`];
};

/** How many rows there are, out of the summary's text; not read where only their sum matters. */
export const countsIn = (summary: string): Summary['counts'] =>
  new Map(JSON.parse(summary.slice(summary.indexOf('['))) as [string, number][]);

/** Fields of the hash: the rows and the summary; none before the account's first event. */
export function fieldsIn({ streamRevision, counts }: Summary): number {
  if (streamRevision < 0) return 0;
  let fields = 1;
  for (const count of counts.values()) fields += count;
  return fields;
}

/** Rows that are wanted, by the name of their projection. */
export type Wanted = ReadonlyMap<string, ReadonlySet<string> | 'every row'>;

/** What has to be read for `found`. */
export function lookup({ keys, shard, accountId }: Place, wanted: Wanted): readonly Operation[] {
  const key = keys.rows(shard, accountId);
  return [
    { command: 'HGET', key: keys.register(shard), args: [accountId] },
    { command: 'HLEN', key, args: [] },
    isOfEveryRow(wanted) ? { command: 'HGETALL', key, args: [] } : { command: 'HMGET', key, args: fieldsOf(wanted) },
  ];
}
export const LOOKUP_OPERATIONS = 3;

/** The same for the script `look`. */
export const lookArguments = (accountId: string, wanted: Wanted): readonly string[] =>
  isOfEveryRow(wanted) ? [accountId] : [accountId, ...fieldsOf(wanted)];

const isOfEveryRow = (wanted: Wanted): boolean => [...wanted.values()].includes('every row');

const fieldsOf = (wanted: Wanted): readonly string[] => [
  SUMMARY,
  ...[...wanted].flatMap(([projection, keys]) =>
    keys === 'every row' ? [] : [...keys].map((key) => fieldOf(projection, key)),
  ),
];

/** What is there of what was wanted. `entry` is what the register says, `summary` what the hash says of itself. */
export type Found = {
  readonly streamRevision: number;
  readonly revision: number;
  readonly summary: string;
  readonly entry: string;
  readonly rows: ReadonlyMap<string, Map<string, unknown>>;
};

/**
 * The answers to `lookup`. `absent`: no event of the account was applied. `damaged`: the register knows the account, but
 * its rows are not all there.
 */
export function found(wanted: Wanted, [entry, fields, answer]: readonly unknown[]): Found | 'absent' | 'damaged' {
  if (typeof entry !== 'string') return fields === 0 ? 'absent' : 'damaged';
  const texts = answer as readonly (string | null)[];
  const asked = isOfEveryRow(wanted) ? null : fieldsOf(wanted);
  const rows = new Map<string, Map<string, unknown>>([...wanted.keys()].map((projection) => [projection, new Map()]));
  let summary = '';
  for (let nth = 0; nth < (asked?.length ?? texts.length / 2); nth++) {
    const field = asked ? asked[nth] : texts[2 * nth];
    const text = texts[asked ? nth : 2 * nth + 1];
    if (typeof field !== 'string' || typeof text !== 'string') continue;
    if (field === SUMMARY) summary = text;
    const slash = field.indexOf('/');
    const [projection, key] = [field.slice(0, slash), field.slice(slash + 1)];
    const keys = slash < 0 ? undefined : wanted.get(projection);
    if (keys === 'every row' || keys?.has(key)) rows.get(projection)?.set(key, JSON.parse(text));
  }
  const [streamRevision, revision, whole] = summary.split(' ', 3).map(Number);
  if (streamRevision === undefined || revision === undefined) return 'damaged';
  const isWhole = streamRevision === streamRevisionIn(entry) && whole === fields;
  return isWhole ? { streamRevision, revision, summary, entry, rows } : 'damaged';
}
