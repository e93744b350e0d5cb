/**
 * Tables that say what entries mean to a reader of the log. An event's record names those that have a row for it, and each
 * table is closed over the events that name it: a row that is missing, or that no record names, does not compile.
 */
import type { MeaningTable } from './event-record.js';
import type { EntryTypeIn } from './event-table.js';
import type { Entry, EntryOf } from './events.js';

export type { EntryOf } from './events.js';

/** `before`: what the entry does not say of itself. */
export type Meanings<Table extends MeaningTable, Result, Before = undefined> = {
  readonly [T in EntryTypeIn<Table>]: (entry: EntryOf<T>, before: Before) => Result;
};

type AnyTable<Result, Before> = { readonly [type: string]: (entry: never, before: Before) => Result };

/** Null where the entry means nothing there. */
export function meaningOf<Result>(table: AnyTable<Result, undefined>, entry: Entry): Result | null;
export function meaningOf<Result, Before>(table: AnyTable<Result, Before>, entry: Entry, before: Before): Result | null;
export function meaningOf<Result, Before>(
  table: AnyTable<Result, Before>,
  entry: Entry,
  before?: Before,
): Result | null {
  const meaning = table[entry.type] as ((entry: Entry, before: Before | undefined) => Result) | undefined;
  return meaning === undefined ? null : meaning(entry, before);
}
