import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { amount } from '#domain/money.js';
import { streamIdOf } from '#domain/promo-codes/promo-code.js';
import { invalid } from '../errors/api-error.js';
import { CLIENT_ID } from '../http/requested.js';
import { PROMO_CODES } from '../ledger/aggregates.js';
import { Answered, LedgerCommand } from '../ledger/command-request.js';
import { Ledger } from '../ledger/ledger.js';
import { defined, given } from '../validation/defined.js';
import { AmountField, CountField, FlagField, InstantField, NestedField } from '../validation/fields.js';
import { instantOf } from '../validation/instants.js';
import { ScopeBody, scopeOf } from '../validation/scope.js';
import { type PromoCodeAnswer, promoCodeAnswer } from './promo-code-answer.js';

const MOST_DAYS = 36_500;
const MOST_REDEMPTIONS = 1_000_000_000;

export class DefinePromoCodeBody {
  @AmountField({ description: 'Credits of a redemption' }) amount!: string;
  @NestedField(ScopeBody, { optional: true, description: 'Absent: pays for everything' }) scope?: ScopeBody;
  @InstantField({ optional: true, description: 'From then on nobody redeems it. Absent: never' }) expiresAt?: string;
  @InstantField({ optional: true, description: 'When its credits expire' }) creditExpiresAt?: string;
  @CountField({ optional: true, min: 1, max: MOST_DAYS, description: 'Or so many days after redemption' })
  creditExpiresInDays?: number;
  @CountField({ optional: true, max: MOST_REDEMPTIONS, description: 'Absent: no limit' }) maxRedemptions?: number;
  @FlagField({ optional: true, description: 'Then it counts as expired' }) disabled?: boolean;
}

export class DefinePromoCode extends LedgerCommand<DefinePromoCodeBody, PromoCodeAnswer> {}

/** All terms at once: what the body does not say is not set any more. */
@CommandHandler(DefinePromoCode)
export class DefinePromoCodeHandler implements ICommandHandler<DefinePromoCode> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ request: { body, params, origin } }: DefinePromoCode) {
    const code = params['code'] ?? '';
    if (!CLIENT_ID.test(code)) throw invalid('code', `code must match ${CLIENT_ID.source}`);
    const { creditExpiresInDays, maxRedemptions, disabled } = body;
    const data = {
      code,
      amount: amount(body.amount),
      ...defined({
        scope: given(body.scope, scopeOf),
        expiresAt: given(body.expiresAt, instantOf),
        creditExpiresAt: given(body.creditExpiresAt, instantOf),
        creditExpiresInDays,
        maxRedemptions,
        disabled,
      }),
    };
    const { state, isReplay } = await this.ledger.execute(PROMO_CODES, streamIdOf(code), {
      type: 'DefinePromoCode',
      data,
      origin,
    });
    return new Answered(promoCodeAnswer(state), isReplay);
  }
}
