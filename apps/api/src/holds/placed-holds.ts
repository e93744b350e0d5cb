/** Which holds a page may show: by the lists of what was placed, and those that are open by the account's balance. */
import { newId } from '#domain/account/ids.js';
import type { Instant } from '#domain/messages.js';
import { accountIn } from '#projections/balance/balance-at.js';
import { ACCOUNT, balance } from '#projections/balance/balance.projection.js';
import { holds } from '#projections/holds/holds.projection.js';
import { HOLDS_PER_LIST, NEWEST, type PlacedRow, olderKey } from '#projections/holds/placed.js';
import { one, some } from '#read-models/reader/queries.js';
import type { Live } from '../queries/live.js';

export type HoldFilter = {
  readonly status?: string | undefined;
  readonly product?: string | undefined;
  readonly resourceId?: string | undefined;
};

/** Where a page ends: the next one goes on with holds placed before the revision, in the list or an older one. */
export type Place = { readonly revision: number; readonly list: number };

export type PlacedHolds = {
  /** Newest first. */
  readonly places: readonly (Place & { readonly holdId: string })[];
  /** Whether others were placed before these. */
  readonly isMore: boolean;
  /** The most places that the page looks at. */
  readonly most: number;
  /** As of this revision; the list that the newest are in. */
  readonly revision: number;
  readonly list: number;
  readonly tag: string;
};

/** Holds that one page looks at: where few of them are shown it ends early, with a cursor. */
const MOST_HOLDS = 1_000;

/** Whether every hold that is looked at is shown, but for what changes meanwhile. */
const isExact = (filter: HoldFilter): boolean =>
  filter.status === 'held' || Object.values(filter).every((value) => value === undefined);

export const isFor = (
  hold: { readonly product: string; readonly resourceId?: string | undefined },
  { product, resourceId }: HoldFilter,
): boolean =>
  (product === undefined || hold.product === product) && (resourceId === undefined || hold.resourceId === resourceId);

/** Those before a place that a page of so many items may show at the instant. */
export async function placedHolds(
  live: Live,
  accountId: string,
  filter: HoldFilter,
  { limit, before, now }: { readonly limit: number; readonly before: Place | null; readonly now: Instant },
): Promise<PlacedHolds> {
  const queries = { row: one(balance, ACCOUNT), newest: one(holds, NEWEST) };
  const { rows, revision: seenAt } = await live.require(accountId, queries);
  const newest = rows.newest as PlacedRow | null;
  const most = isExact(filter) ? limit + 1 : MOST_HOLDS;
  const seen = { most, revision: seenAt, list: newest?.full ?? 0, tag: rows.row?.tag ?? '' };
  if (rows.row === null || newest === null) return { places: [], isMore: false, ...seen };
  const { tag } = seen;
  const placed =
    filter.status === 'held'
      ? accountIn(rows.row, now).holds.filter((hold) => isFor(hold, filter))
      : await inLists(live, accountId, newest, before?.list ?? newest.full, most);
  const places = placed
    .map(({ revision, ...others }) => ({ list: 0, ...others, revision, holdId: newId('hold', tag, revision) }))
    .filter(({ revision }) => before === null || revision < before.revision)
    .sort((a, b) => b.revision - a.revision);
  const isMore = places.length > most || (places.at(-1)?.list ?? 0) > 0;
  return { places: places.slice(0, most), isMore, ...seen };
}

/** What holds are named that so many next entries may place. */
export const namesAhead = ({ revision, tag }: PlacedHolds, entries: number): readonly string[] =>
  Array.from({ length: entries }, (_, nth) => newId('hold', tag, revision + 1 + nth));

/** With those that were placed since, which the newest list names now; null where that is another list. */
export function withLater(placed: PlacedHolds, newest: PlacedRow | null): PlacedHolds | null {
  const { tag } = placed;
  const { revisions, full: list } = newest ?? { revisions: [], full: 0 };
  if (list !== placed.list) return null;
  const later = revisions.filter((revision) => revision > placed.revision).reverse();
  const all = [
    ...later.map((revision) => ({ revision, list, holdId: newId('hold', tag, revision) })),
    ...placed.places,
  ];
  return { ...placed, places: all.slice(0, placed.most), isMore: placed.isMore || all.length > placed.most };
}

/** In the list that a page begins in, and as many older ones as may be needed. */
async function inLists(
  live: Live,
  accountId: string,
  newest: PlacedRow,
  begin: number,
  most: number,
): Promise<readonly Place[]> {
  const first = Math.min(begin, newest.full);
  const count = Math.min(first, Math.ceil(most / HOLDS_PER_LIST)) + 1;
  const lists = Array.from({ length: count }, (_, nth) => first - nth);
  const older = lists.filter((list) => list < newest.full).map(olderKey);
  const known = older.length === 0 ? null : (await live.require(accountId, { lists: some(holds, older) })).rows.lists;
  return lists.flatMap((list) => {
    const row = list === newest.full ? newest : (known?.get(olderKey(list)) as PlacedRow);
    return row.revisions.map((revision) => ({ revision, list }));
  });
}
