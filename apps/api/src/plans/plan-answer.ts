import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import { WithBalance } from '../ledger/with-balance.js';
import { AMOUNT, INSTANT_OR_NULL, REVISION, STRING_OR_NULL } from '../openapi/schemas.js';

const PERCENT = { type: String, example: '80.00', description: 'In percent, rounded half-up at 2 decimals' };

/** What a plan gives, and how much of it is used, in the cycle that runs. */
export class PlanChosenAnswer extends WithBalance {
  @ApiProperty() readonly plan!: string;
  @ApiProperty(INSTANT_OR_NULL) readonly paidUntil!: Instant | null;
  @ApiProperty({ ...AMOUNT, description: 'Credits of a cycle' }) readonly allowance!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'Less what was refunded' }) readonly used!: Amount;
  @ApiProperty(PERCENT) readonly usedPercent!: Amount;
  @ApiProperty(AMOUNT) readonly remaining!: Amount;
  @ApiProperty({
    ...INSTANT_OR_NULL,
    description: 'When the next cycle begins; or paidUntil, where the plan ends before',
  })
  readonly resetsAt!: Instant | null;
}

export class ModelUse {
  @ApiProperty({ ...STRING_OR_NULL, description: 'null: usage without a model' }) readonly model!: string | null;
  @ApiProperty(AMOUNT) readonly amount!: Amount;
}

export class PlanView {
  @ApiProperty() readonly plan!: string;
  @ApiProperty(INSTANT_OR_NULL) readonly paidUntil!: Instant | null;
  @ApiProperty({ ...AMOUNT, description: 'Credits of a cycle' }) readonly allowance!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'Less what was refunded' }) readonly used!: Amount;
  @ApiProperty(PERCENT) readonly usedPercent!: Amount;
  @ApiProperty(AMOUNT) readonly remaining!: Amount;
  @ApiProperty({
    ...INSTANT_OR_NULL,
    description: 'When the next cycle begins; or paidUntil, where the plan ends before',
  })
  readonly resetsAt!: Instant | null;
  @ApiProperty({ type: [ModelUse], description: 'Of what is used, by model' }) readonly byModel!: readonly ModelUse[];
  @ApiProperty(REVISION) readonly revision!: number;
}
