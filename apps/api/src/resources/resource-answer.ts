import { ApiProperty } from '@nestjs/swagger';
import type { ResourceKind } from '#domain/account/events.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import { WithBalance } from '../ledger/with-balance.js';
import { AMOUNT, INSTANT, STRING_OR_NULL } from '../openapi/schemas.js';

export class ResourceStartedAnswer extends WithBalance {
  @ApiProperty() readonly resourceId!: string;
  @ApiProperty(STRING_OR_NULL) readonly name!: string | null;
  @ApiProperty({ enum: ['instance', 'cluster', 'storage'] }) readonly kind!: ResourceKind;
  @ApiProperty() readonly product!: string;
  @ApiProperty(STRING_OR_NULL) readonly gpu!: string | null;
  @ApiProperty(AMOUNT) readonly ratePerHour!: Amount;
  @ApiProperty({ enum: ['running'] }) readonly status!: 'running';
  @ApiProperty() readonly accessible!: boolean;
  @ApiProperty(INSTANT) readonly startedAt!: Instant;
}

export class ResourceStoppedAnswer extends WithBalance {
  @ApiProperty() readonly resourceId!: string;
  @ApiProperty({ enum: ['stopped'] }) readonly status!: 'stopped';
  @ApiProperty(INSTANT) readonly stoppedAt!: Instant;
}
