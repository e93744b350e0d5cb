/** Tables that say what each type of entry means to a reader of the log: closed, so that no type can be forgotten. */
import type { Entry } from './events.js';

export type EntryOf<T extends Entry['type']> = Extract<Entry, { readonly type: T }>;

/** A new type of entry does not compile until every table says what it means there, be it `none`. */
export type Meanings<Result, Before = undefined> = {
  readonly [T in Entry['type']]: 'none' | ((entry: EntryOf<T>, before: Before) => Result);
};

/** Null where the entry means nothing there. `before`: what the entry does not say of itself. */
export function meaningOf<Result>(table: Meanings<Result>, entry: Entry): Result | null;
export function meaningOf<Result, Before>(table: Meanings<Result, Before>, entry: Entry, before: Before): Result | null;
export function meaningOf<Result, Before>(
  table: Meanings<Result, Before>,
  entry: Entry,
  before?: Before,
): Result | null {
  const meaning = table[entry.type] as 'none' | ((entry: Entry, before: Before | undefined) => Result);
  return meaning === 'none' ? null : meaning(entry, before);
}
