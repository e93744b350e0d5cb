import { ApiProperty } from '@nestjs/swagger';
import type { Scope } from '#domain/account/events.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { PromoCode } from '#domain/promo-codes/promo-code.js';
import { AMOUNT, INSTANT_OR_NULL, SCOPE_OR_NULL } from '../openapi/schemas.js';

const COUNT_OR_NULL = { type: 'integer', nullable: true } as const;

export class PromoCodeAnswer {
  @ApiProperty({ description: 'As it was spelled last; codes are case-insensitive' }) readonly code!: string;
  @ApiProperty({ ...AMOUNT, description: 'Credits of a redemption' }) readonly amount!: Amount;
  @ApiProperty(SCOPE_OR_NULL) readonly scope!: Scope | null;
  @ApiProperty({ ...INSTANT_OR_NULL, description: 'From then on nobody redeems it' })
  readonly expiresAt!: Instant | null;
  @ApiProperty(INSTANT_OR_NULL) readonly creditExpiresAt!: Instant | null;
  @ApiProperty(COUNT_OR_NULL) readonly creditExpiresInDays!: number | null;
  @ApiProperty(COUNT_OR_NULL) readonly maxRedemptions!: number | null;
  @ApiProperty() readonly disabled!: boolean;
  @ApiProperty({ type: 'integer', description: 'Accounts that have redeemed it' }) readonly redeemed!: number;
}

export const promoCodeAnswer = ({ code, terms, redeemed }: PromoCode): PromoCodeAnswer => ({
  code,
  amount: terms.amount,
  scope: terms.scope ?? null,
  expiresAt: terms.expiresAt ?? null,
  creditExpiresAt: terms.creditExpiresAt ?? null,
  creditExpiresInDays: terms.creditExpiresInDays ?? null,
  maxRedemptions: terms.maxRedemptions ?? null,
  disabled: terms.disabled ?? false,
  redeemed,
});
