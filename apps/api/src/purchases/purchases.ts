import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type PurchaseStatus, purchases } from '#projections/purchases/purchases.projection.js';
import { every } from '#read-models/reader/queries.js';
import { Live } from '../queries/live.js';
import { newestFirst } from '../queries/pages.js';
import { Turns } from '../queries/turns.js';
import { PurchasesPage, purchaseView } from './purchase-view.js';

type Wanted = {
  readonly status?: PurchaseStatus | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly minRevision?: number | undefined;
};

export class PurchasesQuery extends Query<PurchasesPage> {
  constructor(
    readonly accountId: string,
    readonly wanted: Wanted,
  ) {
    super();
  }
}

/** Throws `account-not-found` and 503s. */
@QueryHandler(PurchasesQuery)
export class PurchasesHandler implements IQueryHandler<PurchasesQuery> {
  private readonly turns = new Turns();

  constructor(private readonly live: Live) {}

  async execute({ accountId, wanted }: PurchasesQuery): Promise<PurchasesPage> {
    // Whoever waits for a revision takes nobody's turn.
    await this.live.require(accountId, {}, wanted.minRevision);
    return this.turns.take(() => this.list(accountId, wanted));
  }

  private async list(accountId: string, { status, minRevision, ...range }: Wanted): Promise<PurchasesPage> {
    const { rows, revision } = await this.live.require(accountId, { all: every(purchases) }, minRevision);
    const matching = [...rows.all.values()].filter((row) => status === undefined || row.status === status);
    const page = newestFirst(`purchases/${accountId}`, matching, range);
    return { items: page.rows.map((row) => purchaseView(accountId, row)), nextCursor: page.nextCursor, revision };
  }
}
