import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { quotaOf } from '#domain/account/plans/quota.js';
import { momentOfReading } from '#domain/account/reading.js';
import type { Instant } from '#domain/messages.js';
import { isZero } from '#domain/money.js';
import type { Clock } from '#event-store/clock.js';
import { type AllowanceRow, allowances } from '#projections/allowances/allowances.projection.js';
import { accountIn } from '#projections/balance/balance-at.js';
import type { BalanceRow } from '#projections/balance/balance-row.js';
import { ACCOUNT, balance } from '#projections/balance/balance.projection.js';
import { every, one } from '#read-models/reader/queries.js';
import { CLOCK } from '../ledger/tokens.js';
import { Live } from '../queries/live.js';
import { rebuilding } from '../queries/not-yet.js';
import type { ModelUse, PlanView } from './plan-answer.js';

export class PlanQuery extends Query<PlanView> {
  constructor(
    readonly accountId: string,
    readonly minRevision?: number,
  ) {
    super();
  }
}

/** The plan of an account, and how much of its allowance is used. Throws `account-not-found` and 503s. */
@QueryHandler(PlanQuery)
export class PlanHandler implements IQueryHandler<PlanQuery> {
  constructor(
    private readonly live: Live,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ accountId, minRevision }: PlanQuery): Promise<PlanView> {
    const now = await this.clock();
    const queries = { row: one(balance, ACCOUNT), uses: every(allowances) };
    const { rows, revision } = await this.live.require(accountId, queries, minRevision);
    const { row, uses } = rows;
    if (!row) throw rebuilding();
    return planView(row, uses, now, revision);
  }
}

export function planView(
  row: BalanceRow,
  uses: ReadonlyMap<string, AllowanceRow>,
  now: Instant,
  revision: number,
): PlanView {
  const at = momentOfReading(row, now);
  const account = accountIn(row, at);
  const bucketId = account.plan?.bucketId;
  const use = bucketId === undefined ? undefined : uses.get(bucketId);
  return { ...quotaOf(account, at), byModel: use ? usesIn(use) : [], revision };
}

/** In the order of their names; usage without a model last. */
const usesIn = ({ byModel }: AllowanceRow): readonly ModelUse[] =>
  Object.entries(byModel)
    .filter(([, amount]) => !isZero(amount))
    .sort(([a], [b]) => (a === '' || (b !== '' && a > b) ? 1 : -1))
    .map(([model, amount]) => ({ model: model === '' ? null : model, amount }));
