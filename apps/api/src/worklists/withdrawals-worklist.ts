import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  WITHDRAWAL_STATUSES,
  type WithdrawalStatus,
  withdrawals,
} from '#projections/withdrawals/withdrawals.projection.js';
import { Live } from '../queries/live.js';
import { WithdrawalsList, type WithdrawalView, withdrawalView } from '../withdrawals/withdrawal-view.js';
import { rowsIn } from './rows-in-places.js';
import { Worklist } from './worklist.js';

export class WithdrawalsWorklistQuery extends Query<WithdrawalsList> {
  constructor(
    readonly status: WithdrawalStatus | undefined,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

@QueryHandler(WithdrawalsWorklistQuery)
export class WithdrawalsWorklistHandler implements IQueryHandler<WithdrawalsWorklistQuery> {
  constructor(
    private readonly worklist: Worklist,
    private readonly live: Live,
  ) {}

  execute({ status, limit, cursor }: WithdrawalsWorklistQuery): Promise<WithdrawalsList> {
    const statuses = status === undefined ? WITHDRAWAL_STATUSES : [status];
    return this.worklist.page<WithdrawalView>({
      list: 'withdrawals',
      walk: () => ({ indexes: statuses.map((index) => ({ projection: withdrawals, index })) }),
      limit,
      cursor,
      show: async (places) => {
        const rows = await rowsIn(this.live, withdrawals, places);
        return rows.map((row, nth) =>
          row && statuses.includes(row.status) ? withdrawalView(places[nth]?.id ?? '', row) : null,
        );
      },
    });
  }
}
