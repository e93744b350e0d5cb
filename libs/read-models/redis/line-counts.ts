/** How many lines each list of an aggregate has, kept as rows are: a list that is lost, or a part of one, is noticed. */
import { listOf } from './keys.js';
import type { DraftRows, LinesOfList } from '../projection/draft-rows.js';
import type { AnyProjection, Registry } from '../projection/projection.js';

/** The projection that holds them, for whoever reads it; the runner counts, for only it sees lines. */
export const LINE_COUNTS = { name: 'lines' };

/** Counts of so many lists share a row: 16,384 revisions. */
const LISTS_PER_ROW = 64;

/** Lines in each list of a row. */
export type Counts = readonly (number | null)[];

const rowKey = (projection: string, row: number | ''): string => `${projection}:${row}`;
/** What the fields of a projection's counts begin with, in the hash of the rows. */
export const countPrefixOf = (projection: string): string => `${LINE_COUNTS.name}/${rowKey(projection, '')}`;
const rowOf = (list: number): number => Math.floor(list / LISTS_PER_ROW);

export const countKeyOf = (projection: string, list: number): string => rowKey(projection, rowOf(list));

/** The rows that an event's lines may be counted in. `revision`: of its last entry; `size`: how many it has. */
export function countKeysOf(
  projection: string,
  { revision, size }: { readonly revision: number; readonly size: number },
): readonly string[] {
  const first = rowOf(listOf(revision - size + 1));
  const last = rowOf(listOf(revision));
  return first === last ? [rowKey(projection, first)] : [rowKey(projection, first), rowKey(projection, last)];
}

/** Of all lists up to one. */
export const countKeysUpTo = (projection: string, list: number): ReadonlySet<string> =>
  new Set(Array.from({ length: rowOf(list) + 1 }, (_, row) => rowKey(projection, row)));

/** What the row of `countKeyOf` says of a list; no row is no lines. */
export const countIn = (row: unknown, list: number): number => (row as Counts | undefined)?.[list % LISTS_PER_ROW] ?? 0;

export type CountedList = { readonly projection: string; readonly list: number; readonly count: number };

/** The lists that have lines, by all the rows there are. */
export function listsIn(rows: ReadonlyMap<string, unknown>): readonly CountedList[] {
  const lists: CountedList[] = [];
  for (const [key, counts] of rows) {
    const [projection = '', row] = key.split(':');
    for (const [nth, count] of (counts as Counts).entries()) {
      if (count) lists.push({ projection, list: Number(row) * LISTS_PER_ROW + nth, count });
    }
  }
  return lists;
}

/** Null where none of the projections has lines. */
export function lineCountsOf(projections: Registry): AnyProjection | null {
  const [first] = projections;
  if (!first || projections.every(({ columns }) => !columns)) return null;
  return { ...LINE_COUNTS, of: first.of, version: 1, keys: () => [], evolve: () => {} };
}

/** Counts the lines that were added to lists. `counts`: what is known of the rows that hold the counts. */
export function countLines(projection: string, lists: readonly LinesOfList[], counts: DraftRows): void {
  for (const added of lists) {
    const { list, texts, counted } = added;
    if (counted === texts.length) continue;
    const key = countKeyOf(projection, list);
    if (counts.get(key) === undefined) counts.set(key, []);
    const row = counts.change(key) as (number | null)[];
    row[list % LISTS_PER_ROW] = countIn(row, list) + texts.length - counted;
    added.counted = texts.length;
  }
}
