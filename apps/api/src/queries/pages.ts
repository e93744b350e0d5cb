/** Pages of an account's entries, by revision, oldest first. */
import { DomainError } from '#domain/errors.js';
import { cursorOf, placesIn } from './cursor.js';

/** `from` and `to` are revisions, both inclusive; a cursor goes on where a page ended. */
export type Range = {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

export type Page = { readonly from: number; readonly to: number; readonly last: number };

/**
 * `last` is the last revision that the range asks for and the account has. Throws `invalid` where the range is none, or
 * the cursor not of this list.
 */
export function pageOf({ from = 1, to = Infinity, limit, cursor }: Range, revision: number): Page {
  if (from > to) throw new DomainError('invalid', 'from must not lie after to.', { field: 'from' });
  const [start = from] = cursor === undefined ? [] : placesIn(cursor, 1);
  const first = Math.max(1, start);
  const last = Math.min(to, revision);
  return { from: first, to: Math.min(last, first + limit - 1), last };
}

/** Null where the range ends with this page. */
export const nextPage = ({ to, last }: Page): string | null => (to < last ? cursorOf(to + 1) : null);
