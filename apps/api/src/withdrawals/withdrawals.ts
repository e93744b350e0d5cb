import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type WithdrawalStatus, withdrawals } from '#projections/withdrawals/withdrawals.projection.js';
import { every } from '#read-models/reader/queries.js';
import { Live } from '../queries/live.js';
import { newestFirst } from '../queries/pages.js';
import { Turns } from '../queries/turns.js';
import { WithdrawalsPage, withdrawalView } from './withdrawal-view.js';

type Wanted = {
  readonly status?: WithdrawalStatus | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly minRevision?: number | undefined;
};

export class WithdrawalsQuery extends Query<WithdrawalsPage> {
  constructor(
    readonly accountId: string,
    readonly wanted: Wanted,
  ) {
    super();
  }
}

/** Throws `account-not-found` and 503s. */
@QueryHandler(WithdrawalsQuery)
export class WithdrawalsHandler implements IQueryHandler<WithdrawalsQuery> {
  private readonly turns = new Turns();

  constructor(private readonly live: Live) {}

  async execute({ accountId, wanted }: WithdrawalsQuery): Promise<WithdrawalsPage> {
    // Whoever waits for a revision takes nobody's turn.
    await this.live.require(accountId, {}, wanted.minRevision);
    return this.turns.take(() => this.list(accountId, wanted));
  }

  private async list(accountId: string, { status, minRevision, ...range }: Wanted): Promise<WithdrawalsPage> {
    const { rows, revision } = await this.live.require(accountId, { all: every(withdrawals) }, minRevision);
    const matching = [...rows.all.values()].filter((row) => status === undefined || row.status === status);
    const page = newestFirst(`withdrawals/${accountId}`, matching, range);
    return { items: page.rows.map((row) => withdrawalView(accountId, row)), nextCursor: page.nextCursor, revision };
  }
}
