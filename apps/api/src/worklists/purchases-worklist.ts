import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { PURCHASE_STATUSES, type PurchaseStatus, purchases } from '#projections/purchases/purchases.projection.js';
import { PurchasesList, type PurchaseView, purchaseView } from '../purchases/purchase-view.js';
import { Live } from '../queries/live.js';
import { rowsIn } from './rows-in-places.js';
import { Worklist } from './worklist.js';

export class PurchasesWorklistQuery extends Query<PurchasesList> {
  constructor(
    readonly status: PurchaseStatus | undefined,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

@QueryHandler(PurchasesWorklistQuery)
export class PurchasesWorklistHandler implements IQueryHandler<PurchasesWorklistQuery> {
  constructor(
    private readonly worklist: Worklist,
    private readonly live: Live,
  ) {}

  execute({ status, limit, cursor }: PurchasesWorklistQuery): Promise<PurchasesList> {
    const statuses = status === undefined ? PURCHASE_STATUSES : [status];
    return this.worklist.page<PurchaseView>({
      list: 'purchases',
      walk: () => ({ indexes: statuses.map((index) => ({ projection: purchases, index })) }),
      limit,
      cursor,
      show: async (places) => {
        const rows = await rowsIn(this.live, purchases, places);
        return rows.map((row, nth) =>
          row && statuses.includes(row.status) ? purchaseView(places[nth]?.id ?? '', row) : null,
        );
      },
    });
  }
}
