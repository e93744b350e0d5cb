import { ApiProperty } from '@nestjs/swagger';
import { AMOUNT, INSTANT, INSTANT_OR_NULL, SCOPE_OR_NULL } from '../openapi/schemas.js';
import type { BucketKind, BucketSource, Scope } from '#domain/account/events.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { BucketView as Shown } from '#from-log/bucket-view.js';

/** Rule 9.2. Amounts in credits: granted = remaining + held + spent + lapsed + withdrawn; `remaining` excludes held. */
export class BucketView implements Shown {
  @ApiProperty() readonly bucketId!: string;
  @ApiProperty({ enum: ['allowance', 'promo', 'prepaid'] }) readonly kind!: BucketKind;
  @ApiProperty({ type: String }) readonly source!: BucketSource;
  @ApiProperty(SCOPE_OR_NULL) readonly scope!: Scope | null;
  @ApiProperty(AMOUNT) readonly granted!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'Without what is held' }) readonly remaining!: Amount;
  @ApiProperty(AMOUNT) readonly held!: Amount;
  @ApiProperty(AMOUNT) readonly spent!: Amount;
  @ApiProperty(AMOUNT) readonly lapsed!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'Set aside for withdrawals included' }) readonly withdrawn!: Amount;
  @ApiProperty(INSTANT) readonly effectiveAt!: Instant;
  @ApiProperty(INSTANT_OR_NULL) readonly expiresAt!: Instant | null;
}
