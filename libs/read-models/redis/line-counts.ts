/** How many lines each list of an account has, kept as rows are: a list that is lost, or a part of one, is noticed. */
import { lastRevision } from '../projector/entry-revisions.js';
import { listOf } from './keys.js';
import type { AnyProjection, Placed, Registry } from '../projection/projection.js';

/** Name of the projection that holds them; the runner counts, for only it sees lines. */
export const LINE_COUNTS = 'lines';

/** Counts of so many lists share a row: an account's 16,384 revisions. */
const LISTS_PER_ROW = 64;

/** Lines in each list of a row. */
type Counts = readonly (number | null)[];

const rowKey = (projection: string, row: number): string => `${projection}:${row}`;
const rowOf = (list: number): number => Math.floor(list / LISTS_PER_ROW);

export const countKeyOf = (projection: string, list: number): string => rowKey(projection, rowOf(list));

/** What the row of `countKeyOf` says of a list; no row is no lines. */
export const countIn = (row: unknown, list: number): number => (row as Counts | undefined)?.[list % LISTS_PER_ROW] ?? 0;

export function withLineCounts(registry: Registry): Registry {
  const names = registry.filter(({ columns }) => columns).map(({ name }) => name);
  const counts: AnyProjection = {
    name: LINE_COUNTS,
    version: 1,
    keys(event) {
      const first = rowOf(listOf(event.revision));
      const last = rowOf(listOf(lastRevision(event)));
      const rows = first === last ? [first] : [first, last];
      return names.flatMap((name) => rows.map((row) => rowKey(name, row)));
    },
    evolve: () => ({}),
  };
  return [...registry, counts];
}

/** The rows after lines were added, by key; `rowAt` looks one up. */
export function counted(
  projection: string,
  lines: readonly Placed[],
  rowAt: (key: string) => unknown,
): ReadonlyMap<string, Counts> {
  const changed = new Map<string, (number | null)[]>();
  for (const { revision } of lines) {
    const list = listOf(revision);
    const key = countKeyOf(projection, list);
    const row = changed.get(key) ?? [...((rowAt(key) as Counts | undefined) ?? [])];
    row[list % LISTS_PER_ROW] = countIn(row, list) + 1;
    changed.set(key, row);
  }
  return changed;
}
