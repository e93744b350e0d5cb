/** Tables that say what each type of entry means to a reader of the log: closed, so that no type can be forgotten. */
import type { Entry } from './entries.js';

export type EntryOf<T extends Entry['type']> = Extract<Entry, { readonly type: T }>;

/** A new type of entry does not compile until every table says what it means there, be it `none`. */
export type Meanings<Args extends readonly unknown[], Result> = {
  readonly [T in Entry['type']]: 'none' | ((entry: EntryOf<T>, ...args: Args) => Result);
};

/** Null where the entry means nothing there. */
export function meaningOf<Args extends readonly unknown[], Result>(
  table: Meanings<Args, Result>,
  entry: Entry,
  ...args: Args
): Result | null {
  const meaning = table[entry.type] as 'none' | ((entry: Entry, ...args: Args) => Result);
  return meaning === 'none' ? null : meaning(entry, ...args);
}
