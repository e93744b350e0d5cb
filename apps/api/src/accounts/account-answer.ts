import { ApiProperty } from '@nestjs/swagger';
import type { Account } from '#domain/account/state.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import { AutoRechargeTerms, termsAnswer } from '../recharge/configure-auto-recharge.js';
import { type Own, WithBalance } from '../ledger/with-balance.js';
import { AMOUNT, INSTANT, STRING_OR_NULL } from '../openapi/schemas.js';

export class SettingsAnswer {
  @ApiProperty(AMOUNT) readonly overdraftLimit!: Amount;
  @ApiProperty({ type: 'integer' }) readonly graceWindowSeconds!: number;
  @ApiProperty({ enum: ['grace', 'terminate'] }) readonly onZero!: 'grace' | 'terminate';
  @ApiProperty({ enum: ['pause', 'overdraft'] }) readonly planOverage!: 'pause' | 'overdraft';
  @ApiProperty(AMOUNT) readonly minimumPurchase!: Amount;
  @ApiProperty({ type: 'integer' }) readonly refundedPromoExpiresInDays!: number;
  @ApiProperty(AMOUNT) readonly supportGrantLimit!: Amount;
  @ApiProperty({ ...AMOUNT, isArray: true }) readonly alertThresholds!: readonly Amount[];
}

export class AccountAnswer extends WithBalance {
  @ApiProperty(STRING_OR_NULL) readonly name!: string | null;
  @ApiProperty({ enum: ['active', 'grace', 'suspended', 'closed'] }) readonly status!: string;
  @ApiProperty() readonly settings!: SettingsAnswer;
  @ApiProperty({ type: AutoRechargeTerms, nullable: true, description: 'null until it is configured' })
  readonly autoRecharge!: AutoRechargeTerms | null;
  @ApiProperty(INSTANT) readonly openedAt!: Instant;
}

export const accountAnswer = ({ name, status, settings, autoRecharge, openedAt }: Account): Own<AccountAnswer> => ({
  name: name ?? null,
  status,
  settings,
  autoRecharge: autoRecharge ? termsAnswer(autoRecharge.terms) : null,
  openedAt,
});
