import { ApiProperty } from '@nestjs/swagger';
import type { AllocationLine, BucketKind } from '#domain/account/events.js';
import type { Amount } from '#domain/money.js';
import { AMOUNT } from '../openapi/schemas.js';

/** How much one bucket paid, or got back. */
export class AllocationAnswer {
  @ApiProperty() readonly bucketId!: string;
  @ApiProperty({ enum: ['allowance', 'promo', 'prepaid'] }) readonly kind!: BucketKind;
  @ApiProperty(AMOUNT) readonly amount!: Amount;
}

export const allocationAnswer = (lines: readonly AllocationLine[]): readonly AllocationAnswer[] =>
  lines.map(({ bucketId, kind, amount }) => ({ bucketId, kind, amount }));
