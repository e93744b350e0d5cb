import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { NOT_ENOUGH } from '#domain/account/usage/charge-usage.js';
import { type CreditCheck, checkCredits } from '#domain/account/usage/check-credits.js';
import type { Dimensions } from '#domain/account/events.js';
import { momentOfReading } from '#domain/account/reading.js';
import type { Account } from '#domain/account/state.js';
import { DomainError } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { Clock } from '#event-store/clock.js';
import { reaching } from '#from-log/reaching.js';
import { AllocationAnswer, allocationAnswer } from './allocation-answer.js';
import { AMOUNT, REVISION } from '../openapi/schemas.js';
import { ACCOUNTS } from '../ledger/aggregates.js';
import { Ledger } from '../ledger/ledger.js';
import { CLOCK } from '../ledger/tokens.js';
import { Live } from '../queries/live.js';

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

/**
 * Decided on the account itself, as a charge would be: as this process has it in memory, where that is no older than what
 * any other read would show, else as the log has it. Throws `account-not-found` and `invalid`.
 */
@QueryHandler(CreditsCheckQuery)
export class CreditsCheckHandler implements IQueryHandler<CreditsCheckQuery> {
  constructor(
    private readonly ledger: Ledger,
    private readonly live: Live,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(query: CreditsCheckQuery): Promise<CreditCheckView> {
    const { accountId, minRevision } = query;
    const account = await this.current(accountId, minRevision);
    if (account) return checked(account, query, await this.clock());
    return this.ledger.query(ACCOUNTS, accountId, (state, now) => {
      if (state.status === 'unopened') throw new DomainError('account-not-found', 'There is no such account.');
      return checked(reaching(minRevision, state), query, now);
    });
  }

  /** Null where this process has none, or one that others have moved on since. */
  private async current(accountId: string, minRevision: number): Promise<Account | null> {
    if (!this.ledger.of(ACCOUNTS).known(accountId)) return null;
    const shown = await this.live.shown(accountId);
    const known = this.ledger.of(ACCOUNTS).known(accountId);
    return shown !== null && known && known.revision >= Math.max(shown, minRevision) ? known : null;
  }
}

function checked(account: Account, { usage, amount }: CreditsCheckQuery, now: Instant): CreditCheckView {
  const at = momentOfReading(account, now);
  return view(checkCredits(account, usage, amount, at), account.revision);
}

const view = (check: CreditCheck, revision: number): CreditCheckView => ({
  sufficient: check.isSufficient,
  accepted: check.isAccepted,
  available: check.available,
  shortfall: check.shortfall,
  message: messageOf(check),
  allocation: allocationAnswer(check.lines),
  revision,
});

function messageOf({ isSufficient, isAccepted }: CreditCheck): string {
  if (!isSufficient) return NOT_ENOUGH;
  return isAccepted ? 'There are enough credits.' : 'There are enough credits, but the account can not be charged now.';
}
