/** Holds of an account, newest first, as of the moment of reading. A page costs as many rows as it looks at, however many there are. */
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Entry } from '#domain/account/entries.js';
import type { Clock } from '#event-store/clock.js';
import { unrecordedIn } from '#projections/balance/balance-at.js';
import { ACCOUNT, balance } from '#projections/balance/balance.projection.js';
import { type HoldRow, holds } from '#projections/holds/holds.projection.js';
import { NEWEST, type PlacedRow } from '#projections/holds/placed.js';
import { one, some } from '#read-models/reader/queries.js';
import { CLOCK } from '../ledger/tokens.js';
import { cursorOf, placesIn } from '../queries/cursor.js';
import { withDue } from '#from-log/rows.js';
import { Live } from '../queries/live.js';
import { behind } from '../queries/not-yet.js';
import { PageItems } from '../queries/pages.js';
import { Turns } from '../queries/turns.js';
import { type HoldView, HoldsPage, holdView } from './hold-view.js';
import {
  type HoldFilter,
  type Place,
  type PlacedHolds,
  isFor,
  namesAhead,
  placedHolds,
  withLater,
} from './placed-holds.js';

export class HoldsQuery extends Query<HoldsPage> {
  constructor(
    readonly accountId: string,
    readonly filter: HoldFilter,
    readonly page: { readonly limit: number; readonly cursor?: string | undefined; readonly minRevision?: number },
  ) {
    super();
  }
}

/** Others may be placed while it is found out which holds a page is of: then it is begun anew. */
const MOST_ATTEMPTS = 20;
/** From the second time on, those are asked for too that so many entries may place meanwhile, by the names that they would have. */
const ENTRIES_AHEAD = 128;

/** Throws `account-not-found`, `invalid` naming `cursor`, and 503s. */
@QueryHandler(HoldsQuery)
export class HoldsHandler implements IQueryHandler<HoldsQuery> {
  private readonly turns = new Turns();

  constructor(
    private readonly live: Live,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(query: HoldsQuery): Promise<HoldsPage> {
    const { cursor, minRevision } = query.page;
    const before = cursor === undefined ? null : placeIn(query.accountId, cursor);
    // Whoever waits for a revision takes nobody's turn.
    const { revision } = await this.live.require(query.accountId, {}, minRevision);
    return this.turns.take(async () => {
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        const page = await this.page(query, before, attempt * ENTRIES_AHEAD);
        if (page) return page;
      }
      throw behind(revision, revision + 1);
    });
  }

  /** Null where a hold was placed meanwhile that belongs to the page, by an entry further than `ahead`. */
  private async page(
    { accountId, filter, page }: HoldsQuery,
    before: Place | null,
    ahead: number,
  ): Promise<HoldsPage | null> {
    const now = await this.clock();
    const placed = await placedHolds(this.live, accountId, filter, { limit: page.limit, before, now });
    const keys = [...placed.places.map(({ holdId }) => holdId), ...namesAhead(placed, ahead)];
    const queries = { row: one(balance, ACCOUNT), newest: one(holds, NEWEST), known: some(holds, keys) };
    const { rows, revision } = await this.live.require(accountId, queries, page.minRevision);
    const all = before === null ? withLater(placed, rows.newest as PlacedRow | null) : placed;
    if (all === null || !all.places.every(({ holdId }) => rows.known.has(holdId))) return null;
    const due = rows.row ? unrecordedIn(rows.row, now) : [];
    const atReading = withDue(
      holds,
      rows.known,
      due.filter((entry) => isOf(rows.known, entry)),
    ) as ReadonlyMap<string, HoldRow>;
    return { ...shown(accountId, all, atReading, filter, page.limit), revision };
  }
}

/** Whether all that the entry changes is among the rows: other holds are none of a page's business. */
function isOf(rows: ReadonlyMap<string, unknown>, entry: Entry): boolean {
  const keys = holds.keys(entry);
  return typeof keys !== 'string' && keys.every((key) => rows.has(key));
}

function shown(
  accountId: string,
  { places, isMore }: PlacedHolds,
  rows: ReadonlyMap<string, HoldRow>,
  filter: HoldFilter,
  limit: number,
): Omit<HoldsPage, 'revision'> {
  const items = new PageItems<HoldView>(limit);
  for (const { holdId, revision, list } of places) {
    const row = rows.get(holdId);
    if (row === undefined || !isFor(row, filter) || (filter.status ?? row.status) !== row.status) continue;
    if (!items.add(holdView(row)))
      return { items: items.all, nextCursor: cursorOf(listOf(accountId), revision + 1, list) };
  }
  const last = places.at(-1);
  return {
    items: items.all,
    nextCursor: isMore && last ? cursorOf(listOf(accountId), last.revision, last.list) : null,
  };
}

const listOf = (accountId: string): string => `holds/${accountId}`;

function placeIn(accountId: string, cursor: string): Place {
  const [revision = 0, list = 0] = placesIn(listOf(accountId), cursor, 2);
  return { revision, list };
}
