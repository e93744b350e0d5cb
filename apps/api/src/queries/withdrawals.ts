import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { OpenWithdrawal } from '#domain/account/state.js';
import type { Amount } from '#domain/money.js';
import { AMOUNT, REVISION } from '../answers/schemas.js';
import { AccountLog } from './from-log/account-log.js';

/** A withdrawal that is not paid or rejected yet. `requestedBy` is the name of the API key. */
export class WithdrawalView {
  @ApiProperty() readonly withdrawalId!: string;
  @ApiProperty(AMOUNT) readonly amount!: Amount;
  @ApiProperty({ enum: ['requested', 'approved'] }) readonly status!: OpenWithdrawal['status'];
  @ApiProperty() readonly destination!: string;
  @ApiProperty() readonly requestedBy!: string;
}

export class WithdrawalsView {
  @ApiProperty({ type: [WithdrawalView] }) readonly items!: readonly WithdrawalView[];
  @ApiProperty(REVISION) readonly revision!: number;
}

export class WithdrawalsQuery extends Query<WithdrawalsView> {
  constructor(
    readonly accountId: string,
    readonly minRevision?: number,
  ) {
    super();
  }
}

/** Throws `account-not-found`. */
@QueryHandler(WithdrawalsQuery)
export class WithdrawalsHandler implements IQueryHandler<WithdrawalsQuery> {
  constructor(private readonly log: AccountLog) {}

  async execute({ accountId, minRevision }: WithdrawalsQuery): Promise<WithdrawalsView> {
    const { account } = await this.log.current(accountId, minRevision);
    const items = Object.entries(account.withdrawals).map(
      ([withdrawalId, { amount, status, destination, requestedBy }]) => ({
        withdrawalId,
        amount,
        status,
        destination,
        requestedBy,
      }),
    );
    return { items, revision: account.revision };
  }
}
