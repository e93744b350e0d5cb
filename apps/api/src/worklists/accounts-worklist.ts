import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '#domain/messages.js';
import { type Amount, isPositive } from '#domain/money.js';
import type { Clock } from '#event-store/clock.js';
import { ACCOUNT_STATUSES, type OpenedStatus } from '#projections/accounts/accounts.projection.js';
import { balanceIn } from '#projections/balance/balance-at.js';
import type { BalanceRow } from '#projections/balance/balance-row.js';
import { ACCOUNT, balance } from '#projections/balance/balance.projection.js';
import { one } from '#read-models/reader/queries.js';
import { CLOCK } from '../ledger/tokens.js';
import { AMOUNT, INSTANT, INSTANT_OR_NULL, REVISION, STRING_OR_NULL } from '../openapi/schemas.js';
import { Live } from '../queries/live.js';
import { AccountsByStanding } from './accounts-by-standing.js';
import { Worklist } from './worklist.js';

/** As it is at the moment of reading: past its deadline an account is suspended, recorded or not. */
export class AccountItem {
  @ApiProperty() readonly accountId!: string;
  @ApiProperty(STRING_OR_NULL) readonly name!: string | null;
  @ApiProperty({ enum: ACCOUNT_STATUSES }) readonly status!: OpenedStatus;
  @ApiProperty(AMOUNT) readonly total!: Amount;
  @ApiProperty(AMOUNT) readonly available!: Amount;
  @ApiProperty(AMOUNT) readonly held!: Amount;
  @ApiProperty(AMOUNT) readonly overdraft!: Amount;
  @ApiProperty(INSTANT_OR_NULL) readonly graceDeadline!: Instant | null;
  @ApiProperty(INSTANT) readonly openedAt!: Instant;
  @ApiProperty(REVISION) readonly revision!: number;
}

export class AccountsList {
  @ApiProperty({ type: [AccountItem] }) readonly items!: readonly AccountItem[];
  @ApiProperty(STRING_OR_NULL) readonly nextCursor!: string | null;
}

export type AccountsFilter = {
  readonly status?: OpenedStatus | undefined;
  readonly inDebt?: boolean | undefined;
  /** A part of the id or the name, in whatever case. */
  readonly text?: string | undefined;
};

export class AccountsWorklistQuery extends Query<AccountsList> {
  constructor(
    readonly filter: AccountsFilter,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

@QueryHandler(AccountsWorklistQuery)
export class AccountsWorklistHandler implements IQueryHandler<AccountsWorklistQuery> {
  constructor(
    private readonly worklist: Worklist,
    private readonly standings: AccountsByStanding,
    private readonly live: Live,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ filter, limit, cursor }: AccountsWorklistQuery): Promise<AccountsList> {
    const now = await this.clock();
    return this.worklist.page<AccountItem>({
      list: 'accounts',
      walk: () => this.standings.walk(filter, now),
      limit,
      cursor,
      show: (places) =>
        Promise.all(
          places.map(async ({ id }) => {
            const { rows } = await this.live.require(id, { row: one(balance, ACCOUNT) });
            return rows.row && itemOf(rows.row, now, filter);
          }),
        ),
    });
  }
}

/** Null where the filter leaves it out. */
function itemOf(row: BalanceRow, now: Instant, { status, inDebt, text }: AccountsFilter): AccountItem | null {
  if (text !== undefined && !isNamed(row, text)) return null;
  const { status: is, total, available, held, overdraft, graceDeadline, revision } = balanceIn(row, now);
  if (status !== undefined && status !== is) return null;
  if (inDebt !== undefined && inDebt !== isPositive(overdraft)) return null;
  const { accountId, name = null, openedAt } = row;
  return { accountId, name, status: is, total, available, held, overdraft, graceDeadline, openedAt, revision };
}

const isNamed = ({ accountId, name = '' }: BalanceRow, text: string): boolean =>
  [accountId, name].some((each) => each.toLowerCase().includes(text.toLowerCase()));
