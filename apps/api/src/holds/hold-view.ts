import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { HoldRow } from '#projections/holds/holds.projection.js';
import { AMOUNT, INSTANT, INSTANT_OR_NULL, REVISION, STRING_OR_NULL } from '../openapi/schemas.js';
import { HOLD_STATUSES } from '../queries/parameters.js';
import { CURSOR_OR_NULL, OBJECT } from '../queries/schemas.js';

/** amount = captured + held + what was released or expired. */
export class HoldView {
  @ApiProperty() readonly holdId!: string;
  @ApiProperty({ enum: HOLD_STATUSES }) readonly status!: HoldRow['status'];
  @ApiProperty(AMOUNT) readonly amount!: Amount;
  @ApiProperty(AMOUNT) readonly captured!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'What is still held' }) readonly held!: Amount;
  @ApiProperty() readonly product!: string;
  @ApiProperty(STRING_OR_NULL) readonly model!: string | null;
  @ApiProperty(STRING_OR_NULL) readonly gpu!: string | null;
  @ApiProperty(STRING_OR_NULL) readonly resourceId!: string | null;
  @ApiProperty(STRING_OR_NULL) readonly description!: string | null;
  @ApiProperty({ ...OBJECT, nullable: true }) readonly metadata!: Readonly<Record<string, string>> | null;
  @ApiProperty(INSTANT) readonly placedAt!: Instant;
  @ApiProperty(INSTANT) readonly expiresAt!: Instant;
  @ApiProperty(INSTANT_OR_NULL) readonly settledAt!: Instant | null;
}

/** Newest first. */
export class HoldsPage {
  @ApiProperty({ type: [HoldView] }) readonly items!: readonly HoldView[];
  @ApiProperty(CURSOR_OR_NULL) readonly nextCursor!: string | null;
  @ApiProperty(REVISION) readonly revision!: number;
}

export function holdView(hold: HoldRow): HoldView {
  const { revision: _, model, gpu, resourceId, description, metadata, settledAt, ...terms } = hold;
  return {
    ...terms,
    model: model ?? null,
    gpu: gpu ?? null,
    resourceId: resourceId ?? null,
    description: description ?? null,
    metadata: metadata ?? null,
    settledAt: settledAt ?? null,
  };
}
