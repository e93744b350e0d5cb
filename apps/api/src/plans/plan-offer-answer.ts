import { ApiProperty } from '@nestjs/swagger';
import type { Scope } from '#domain/account/events.js';
import type { Amount } from '#domain/money.js';
import type { PlanOffer } from '#domain/plans/plan-catalogue.js';
import { AMOUNT, SCOPE_OR_NULL, STRING_OR_NULL } from '../openapi/schemas.js';

export class PlanOfferAnswer {
  @ApiProperty() readonly plan!: string;
  @ApiProperty() readonly name!: string;
  @ApiProperty({ ...AMOUNT, description: 'Of 30 days; each cycle gives its part' }) readonly monthlyCredits!: Amount;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Hours of a cycle; null: no allowance' })
  readonly refreshHours!: number | null;
  @ApiProperty(SCOPE_OR_NULL) readonly scope!: Scope | null;
  @ApiProperty(AMOUNT) readonly pricePerMonth!: Amount;
  @ApiProperty(STRING_OR_NULL) readonly description!: string | null;
  @ApiProperty({ type: [String] }) readonly features!: readonly string[];
}

export const planOfferAnswer = (plan: string, offer: PlanOffer): PlanOfferAnswer => ({
  plan,
  name: offer.name,
  monthlyCredits: offer.monthlyCredits,
  refreshHours: offer.refreshHours,
  scope: offer.scope,
  pricePerMonth: offer.pricePerMonth,
  description: offer.description ?? null,
  features: offer.features ?? [],
});
