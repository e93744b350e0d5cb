import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { RechargeMethod, RechargeTerms } from '#domain/account/events.js';
import { type Amount, amount } from '#domain/money.js';
import { Accounts, type Outcome } from '../ledger/accounts.js';
import { LedgerCommand } from '../ledger/command-request.js';
import { WithBalance } from '../ledger/with-balance.js';
import { AMOUNT, AMOUNT_OR_NULL } from '../openapi/schemas.js';
import { defined, given } from '../validation/defined.js';
import { AmountField, ChoiceField, FlagField } from '../validation/fields.js';

const METHODS: readonly RechargeMethod[] = ['card', 'bank_transfer', 'usdc', 'io_coin'];

export class AutoRechargeBody {
  @FlagField() enabled!: boolean;
  @AmountField({ orZero: true, description: 'Recharged when available is at or below it' }) threshold!: string;
  @AmountField({ description: 'Credits of one recharge' }) amount!: string;
  @ChoiceField(METHODS) paymentMethod!: RechargeMethod;
  @AmountField({ optional: true, orZero: true, description: 'Credits in a calendar month (UTC). Absent: no limit' })
  monthlyLimit?: string;
}

export class AutoRechargeTerms {
  @ApiProperty() readonly enabled!: boolean;
  @ApiProperty(AMOUNT) readonly threshold!: Amount;
  @ApiProperty(AMOUNT) readonly amount!: Amount;
  @ApiProperty({ enum: METHODS }) readonly paymentMethod!: RechargeMethod;
  @ApiProperty(AMOUNT_OR_NULL) readonly monthlyLimit!: Amount | null;
}

export class AutoRechargeAnswer extends WithBalance {
  @ApiProperty() readonly enabled!: boolean;
  @ApiProperty(AMOUNT) readonly threshold!: Amount;
  @ApiProperty(AMOUNT) readonly amount!: Amount;
  @ApiProperty({ enum: METHODS }) readonly paymentMethod!: RechargeMethod;
  @ApiProperty(AMOUNT_OR_NULL) readonly monthlyLimit!: Amount | null;
}

export const termsAnswer = (terms: RechargeTerms): AutoRechargeTerms => ({ monthlyLimit: null, ...terms });

export class ConfigureAutoRecharge extends LedgerCommand<AutoRechargeBody, AutoRechargeAnswer> {}

@CommandHandler(ConfigureAutoRecharge)
export class ConfigureAutoRechargeHandler implements ICommandHandler<ConfigureAutoRecharge> {
  constructor(private readonly accounts: Accounts) {}

  execute({ request }: ConfigureAutoRecharge) {
    const { enabled, threshold, amount: credits, paymentMethod, monthlyLimit } = request.body;
    const data = {
      enabled,
      threshold: amount(threshold),
      amount: amount(credits),
      paymentMethod,
      ...defined({ monthlyLimit: given(monthlyLimit, amount) }),
    };
    return this.accounts.execute<'ConfigureAutoRecharge', AutoRechargeAnswer>(
      request,
      'ConfigureAutoRecharge',
      data,
      (outcome: Outcome) => termsAnswer(outcome.entry('AutoRechargeConfigured').data),
    );
  }
}
