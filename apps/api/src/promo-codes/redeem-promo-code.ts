import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { invalidCode } from '#domain/promo-codes/redeem.js';
import { redeem } from '#event-store/writer/redemption.js';
import { CLIENT_ID, accountIdOf } from '../http/requested.js';
import { Accounts } from '../ledger/accounts.js';
import { ACCOUNTS, PROMO_CODES } from '../ledger/aggregates.js';
import { LedgerCommand } from '../ledger/command-request.js';
import { Ledger } from '../ledger/ledger.js';
import { type GrantAnswer, grantAnswer } from '../promos/grant-promo.js';

/** Everything is said by the path. */
export class RedeemPromoCodeBody {}

export class RedeemPromoCode extends LedgerCommand<RedeemPromoCodeBody, GrantAnswer> {}

@CommandHandler(RedeemPromoCode)
export class RedeemPromoCodeHandler implements ICommandHandler<RedeemPromoCode> {
  constructor(
    private readonly ledger: Ledger,
    private readonly accounts: Accounts,
  ) {}

  async execute({ request: { params, origin } }: RedeemPromoCode) {
    const accountId = accountIdOf(params);
    const code = params['code'] ?? '';
    if (!CLIENT_ID.test(code)) throw invalidCode();
    const redeeming = { accounts: this.ledger.of(ACCOUNTS), promoCodes: this.ledger.of(PROMO_CODES) };
    const redemption = await redeem(redeeming, { accountId, code, origin });
    return this.accounts.answered<GrantAnswer>(accountId, redemption, grantAnswer);
  }
}
