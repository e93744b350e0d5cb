import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { NOT_ENOUGH } from '#domain/account/usage/charge-usage.js';
import { type CreditCheck, checkCredits } from '#domain/account/usage/check-credits.js';
import type { Dimensions } from '#domain/account/events.js';
import { DomainError } from '#domain/errors.js';
import type { Amount } from '#domain/money.js';
import { AllocationAnswer, allocationAnswer } from './allocation-answer.js';
import { AMOUNT, REVISION } from '../openapi/schemas.js';
import { ACCOUNTS } from '../ledger/aggregates.js';
import { Ledger } from '../ledger/ledger.js';
import { reaching } from '../queries/not-yet.js';

/** Rule 9.6. `available` is what the buckets that may pay for this usage hold; `allocation` is which of them would. */
export class CreditCheckView {
  @ApiProperty({ description: 'The buckets that may pay cover it' }) readonly sufficient!: boolean;
  @ApiProperty({ description: 'A charge would be accepted now, overdraft included' }) readonly accepted!: boolean;
  @ApiProperty(AMOUNT) readonly available!: Amount;
  @ApiProperty(AMOUNT) readonly shortfall!: Amount;
  @ApiProperty() readonly message!: string;
  @ApiProperty({ type: [AllocationAnswer] }) readonly allocation!: readonly AllocationAnswer[];
  @ApiProperty(REVISION) readonly revision!: number;
}

export class CreditsCheckQuery extends Query<CreditCheckView> {
  constructor(
    readonly accountId: string,
    readonly amount: Amount,
    readonly usage: Partial<Dimensions>,
    readonly minRevision = 0,
  ) {
    super();
  }
}

/** Decided on the account itself, as a charge would be. Throws `account-not-found` and `invalid`. */
@QueryHandler(CreditsCheckQuery)
export class CreditsCheckHandler implements IQueryHandler<CreditsCheckQuery> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ accountId, amount, usage, minRevision }: CreditsCheckQuery): Promise<CreditCheckView> {
    return this.ledger.query(ACCOUNTS, accountId, (account, now) => {
      if (account.status === 'unopened') throw new DomainError('account-not-found', 'There is no such account.');
      const { revision } = reaching(minRevision, account);
      return { ...view(checkCredits(account, usage, amount, now)), revision };
    });
  }
}

const view = (check: CreditCheck): Omit<CreditCheckView, 'revision'> => ({
  sufficient: check.isSufficient,
  accepted: check.isAccepted,
  available: check.available,
  shortfall: check.shortfall,
  message: messageOf(check),
  allocation: allocationAnswer(check.lines),
});

function messageOf({ isSufficient, isAccepted }: CreditCheck): string {
  if (!isSufficient) return NOT_ENOUGH;
  return isAccepted ? 'There are enough credits.' : 'There are enough credits, but the account can not be charged now.';
}
