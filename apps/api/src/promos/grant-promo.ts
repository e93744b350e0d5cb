import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { PromoSource, Scope } from '#domain/account/events.js';
import type { Instant } from '#domain/messages.js';
import { type Amount, amount } from '#domain/money.js';
import { WithBalance } from '../ledger/with-balance.js';
import { AMOUNT, INSTANT, INSTANT_OR_NULL, SCOPE_OR_NULL, STRING_OR_NULL } from '../openapi/schemas.js';
import { defined, given } from '../validation/defined.js';
import { AmountField, ChoiceField, InstantField, NestedField, StringField } from '../validation/fields.js';
import { instantOf } from '../validation/instants.js';
import { ScopeBody, scopeOf } from '../validation/scope.js';
import { Accounts, type Outcome } from '../ledger/accounts.js';
import { LedgerCommand } from '../ledger/command-request.js';

const SOURCES: readonly PromoSource[] = ['signup', 'promo_code', 'incentive', 'support'];

export class GrantPromoBody {
  @AmountField() amount!: string;
  @NestedField(ScopeBody, { optional: true, description: 'Absent: pays for everything' }) scope?: ScopeBody;
  @InstantField({ optional: true, description: 'Absent: at once' }) effectiveAt?: string;
  @InstantField({ optional: true, description: 'Absent: never' }) expiresAt?: string;
  @ChoiceField(SOURCES) source!: PromoSource;
  @StringField({ optional: true, max: 500 }) reason?: string;
}

export class GrantAnswer extends WithBalance {
  @ApiProperty() readonly bucketId!: string;
  @ApiProperty(AMOUNT) readonly amount!: Amount;
  @ApiProperty(SCOPE_OR_NULL) readonly scope!: Scope | null;
  @ApiProperty(INSTANT) readonly effectiveAt!: Instant;
  @ApiProperty(INSTANT_OR_NULL) readonly expiresAt!: Instant | null;
  @ApiProperty({ enum: SOURCES }) readonly source!: string;
  @ApiProperty(STRING_OR_NULL) readonly reason!: string | null;
}

export class GrantPromo extends LedgerCommand<GrantPromoBody, GrantAnswer> {}

@CommandHandler(GrantPromo)
export class GrantPromoHandler implements ICommandHandler<GrantPromo> {
  constructor(private readonly accounts: Accounts) {}

  async execute({ request }: GrantPromo) {
    const { body, caller } = request;
    const data = {
      amount: amount(body.amount),
      source: body.source,
      isLimited: caller.role === 'support',
      ...defined({
        scope: given(body.scope, scopeOf),
        effectiveAt: given(body.effectiveAt, instantOf),
        expiresAt: given(body.expiresAt, instantOf),
        reason: body.reason,
      }),
    };
    return this.accounts.execute<'GrantPromo', GrantAnswer>(request, 'GrantPromo', data, grantAnswer);
  }
}

export function grantAnswer(outcome: Outcome) {
  const { data, effectiveAt } = outcome.entry('PromoGranted');
  const { bucketId, amount: granted, source, scope = null, expiresAt = null, reason = null } = data;
  return { bucketId, amount: granted, scope, effectiveAt, expiresAt, source, reason };
}
