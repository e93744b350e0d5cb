import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import {
  WITHDRAWAL_STATUSES,
  type WithdrawalRow,
  type WithdrawalStatus,
} from '#projections/withdrawals/withdrawals.projection.js';
import { AMOUNT, INSTANT, INSTANT_OR_NULL, REVISION, STRING_OR_NULL } from '../openapi/schemas.js';

/** One that was asked for, settled or not. `requestedBy` is the name of the API key. */
export class WithdrawalView {
  @ApiProperty() readonly accountId!: string;
  @ApiProperty() readonly withdrawalId!: string;
  @ApiProperty(AMOUNT) readonly amount!: Amount;
  @ApiProperty({ enum: WITHDRAWAL_STATUSES }) readonly status!: WithdrawalStatus;
  @ApiProperty() readonly destination!: string;
  @ApiProperty() readonly requestedBy!: string;
  @ApiProperty(INSTANT) readonly requestedAt!: Instant;
  @ApiProperty({ ...STRING_OR_NULL, description: 'The person who approved it, or the API key’s name' })
  readonly approvedBy!: string | null;
  @ApiProperty({ ...INSTANT_OR_NULL, description: 'When it was rejected or paid' })
  readonly settledAt!: Instant | null;
}

export class WithdrawalsList {
  @ApiProperty({ type: [WithdrawalView] }) readonly items!: readonly WithdrawalView[];
  @ApiProperty(STRING_OR_NULL) readonly nextCursor!: string | null;
}

/** Newest first. */
export class WithdrawalsPage {
  @ApiProperty({ type: [WithdrawalView] }) readonly items!: readonly WithdrawalView[];
  @ApiProperty(STRING_OR_NULL) readonly nextCursor!: string | null;
  @ApiProperty(REVISION) readonly revision!: number;
}

export function withdrawalView(accountId: string, row: WithdrawalRow): WithdrawalView {
  const { revision: _, ...view } = row;
  return { accountId, ...view };
}
