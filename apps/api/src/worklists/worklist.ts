/** Pages over all accounts, newest first: rows out of an index, one account after the other. */
import { Inject, Injectable } from '@nestjs/common';
import { ReadModelUnavailable } from '#read-models/reader/queries.js';
import type { Due, DueIndex } from '#read-models/reader/due.js';
import type { Reader } from '#read-models/reader/reader.js';
import { READER } from '../ledger/tokens.js';
import { notOfThisList } from '../queries/cursor.js';
import { rebuilding } from '../queries/not-yet.js';
import { PageItems } from '../queries/pages.js';
import { WholeLog } from './whole-log.js';

/** Where a page looks: indexes of one kind of rows, and rows that have their place in that order though they are in none of them. */
export type Walk = { readonly indexes: readonly DueIndex[]; readonly also?: readonly Due[] };

export type WorklistRequest<Item> = {
  /** Called once the indexes show all that was answered. */
  readonly walk: () => Walk | Promise<Walk>;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Its name: a cursor is of no other. */
  readonly list: string;
  /** What is shown of rows in their places; null where one is not, or not any more. */
  readonly show: (places: readonly Due[]) => Promise<readonly (Item | null)[]>;
};

export type WorklistPage<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null };

/** Places that one page looks at: where few of them are shown it ends early, with a cursor. */
const MOST_PLACES = 2_000;
const PLACES_AT_ONCE = 100;

@Injectable()
export class Worklist {
  constructor(
    @Inject(READER) private readonly reader: Reader,
    private readonly log: WholeLog,
  ) {}

  /** Throws `invalid` naming `cursor`, and 503s. */
  async page<Item>({ list, walk, limit, cursor, show }: WorklistRequest<Item>): Promise<WorklistPage<Item>> {
    const items = new PageItems<Item>(limit);
    let last = cursor === undefined ? null : placeIn(list, cursor);
    await this.log.untilProjected();
    const where = await walk();
    for (let looked = 0; looked < MOST_PLACES; looked += PLACES_AT_ONCE) {
      const places = await this.places(where, last);
      const shown = await show(places);
      for (const [nth, place] of places.entries()) {
        const item = shown[nth] ?? null;
        if (item !== null && !items.add(item)) return { items: items.all, nextCursor: last && cursorAt(list, last) };
        last = place;
      }
      if (places.length < PLACES_AT_ONCE) return { items: items.all, nextCursor: null };
    }
    return { items: items.all, nextCursor: last && cursorAt(list, last) };
  }

  private async places({ indexes, also }: Walk, after: Due | null): Promise<readonly Due[]> {
    try {
      const places = await this.reader.newest(indexes, after, PLACES_AT_ONCE, also);
      if (places !== 'rebuilding') return places;
    } catch (error) {
      if (!(error instanceof ReadModelUnavailable)) throw error;
    }
    throw rebuilding();
  }
}

/** A place in the order of the index: it outlives the rows that stand there. */
const cursorAt = (list: string, { score, id, key }: Due): string =>
  Buffer.from(`${list}${JSON.stringify([score, id, key])}`).toString('base64url');

function placeIn(list: string, cursor: string): Due {
  const place = parsed(Buffer.from(cursor, 'base64url').toString().slice(list.length));
  if (place !== null && cursorAt(list, place) === cursor) return place;
  throw notOfThisList();
}

function parsed(text: string): Due | null {
  // What JSON writes of a score and two names, so that parsing it can't fail.
  if (!/^\[\d{1,15},"[^"\\\p{Cc}]{1,128}","[^"\\\p{Cc}]{1,64}"\]$/u.test(text)) return null;
  const [score, id, key] = JSON.parse(text) as [number, string, string];
  return { score, id, key };
}
