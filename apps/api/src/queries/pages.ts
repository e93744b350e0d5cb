/**
 * Pages: of so many items, and of so many bytes. A page that is full by its bytes ends early, with a cursor as any other,
 * so that what an answer takes does not depend on how large its items are.
 */
import { DomainError } from '#domain/errors.js';
import { cursorOf, placesIn } from './cursor.js';

/** As JSON. A page has one item at least, however large that is. */
export const PAGE_BYTES = 1024 * 1024;

export class PageItems<Item> {
  readonly all: Item[] = [];
  private bytes = 0;

  constructor(
    private readonly limit: number,
    private readonly mostBytes = PAGE_BYTES,
  ) {}

  /** False where the page is full: the item is the first of the next one. */
  add(item: Item): boolean {
    if (this.all.length === this.limit) return false;
    const bytes = Buffer.byteLength(JSON.stringify(item));
    if (this.all.length > 0 && this.bytes + bytes > this.mostBytes) return false;
    this.bytes += bytes;
    this.all.push(item);
    return true;
  }
}

/** Of an account's entries, oldest first: revisions, both inclusive. A cursor goes on where a page ended. */
export type Range = {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

export type Page = { readonly list: string; readonly from: number; readonly to: number; readonly last: number };

/**
 * `last` is the last revision that the range asks for and the account has. Throws `invalid` where the range is none, or
 * the cursor not of this list.
 */
export function pageOf(list: string, { from = 1, to = Infinity, limit, cursor }: Range, revision: number): Page {
  if (from > to) throw new DomainError('invalid', 'from must not lie after to.', { field: 'from' });
  const [start = from] = cursor === undefined ? [] : placesIn(list, cursor, 1);
  const first = Math.max(1, start);
  const last = Math.min(to, revision);
  return { list, from: first, to: Math.min(last, first + limit - 1), last };
}

/** Null where the range ends with the `count` items of this page. */
export function nextPage({ list, from, last }: Page, count: number): string | null {
  const next = from + count;
  return next <= last ? cursorOf(list, next) : null;
}

/** A page of an account's rows, newest first: those before the place that the cursor names. Throws `invalid` naming it. */
export function newestFirst<Row extends { readonly revision: number }>(
  list: string,
  rows: Iterable<Row>,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): { readonly rows: readonly Row[]; readonly nextCursor: string | null } {
  const [before = Infinity] = cursor === undefined ? [] : placesIn(list, cursor, 1);
  const inOrder = [...rows].filter(({ revision }) => revision < before).sort((a, b) => b.revision - a.revision);
  const page = new PageItems<Row>(limit);
  const rest = inOrder.find((row) => !page.add(row));
  const last = page.all.at(-1);
  return { rows: page.all, nextCursor: rest && last ? cursorOf(list, last.revision) : null };
}
