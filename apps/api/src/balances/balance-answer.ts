import { ApiProperty } from '@nestjs/swagger';
import { balanceAt } from '#domain/account/reading.js';
import type { Account } from '#domain/account/state.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import { AMOUNT, INSTANT, INSTANT_OR_NULL, REVISION } from '../openapi/schemas.js';

export class ByKind {
  @ApiProperty(AMOUNT) readonly allowance!: Amount;
  @ApiProperty(AMOUNT) readonly promo!: Amount;
  @ApiProperty(AMOUNT) readonly prepaid!: Amount;
}

export class Expiring {
  @ApiProperty(AMOUNT) readonly in7Days!: Amount;
  @ApiProperty(AMOUNT) readonly in30Days!: Amount;
}

/** An account's credits at an instant (rules 9.1, 11.7), without the burn rate, which the account itself does not know. */
export class BalanceAnswer {
  @ApiProperty({ ...AMOUNT, description: 'available + held − overdraft' }) readonly total!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'What could be spent now, whatever the scope' }) readonly available!: Amount;
  @ApiProperty(AMOUNT) readonly held!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'Debt: what usage cost beyond the buckets' }) readonly overdraft!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'What running periods have cost by now, not charged yet: in no other amount' })
  readonly accrued!: Amount;
  @ApiProperty() readonly byKind!: ByKind;
  @ApiProperty(AMOUNT) readonly withdrawable!: Amount;
  @ApiProperty() readonly expiring!: Expiring;
  @ApiProperty({ enum: ['active', 'grace', 'suspended', 'closed'] }) readonly status!:
    'active' | 'grace' | 'suspended' | 'closed';
  @ApiProperty() readonly paygUnlocked!: boolean;
  @ApiProperty({ enum: ['basic', 'paid'] }) readonly rateLimitTier!: 'basic' | 'paid';
  @ApiProperty(INSTANT_OR_NULL) readonly graceDeadline!: Instant | null;
  @ApiProperty(REVISION) readonly revision!: number;
  @ApiProperty(INSTANT) readonly asOf!: Instant;
}

export const balanceAnswer = (account: Account, at: Instant): BalanceAnswer => balanceAt(account, at);
