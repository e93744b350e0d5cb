import { ApiProperty } from '@nestjs/swagger';
import type { PaymentMethod } from '#domain/account/events.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import {
  PURCHASE_STATUSES,
  type PurchaseRow,
  type PurchaseStatus,
} from '#projections/purchases/purchases.projection.js';
import { AMOUNT, INSTANT, INSTANT_OR_NULL, REVISION, STRING_OR_NULL } from '../openapi/schemas.js';
import { OBJECT } from '../queries/schemas.js';
import { PAYMENT_METHODS } from './purchase-answer.js';

/** A purchase or a request for credits, and what became of it. */
export class PurchaseView {
  @ApiProperty() readonly accountId!: string;
  @ApiProperty() readonly purchaseId!: string;
  @ApiProperty(AMOUNT) readonly credits!: Amount;
  @ApiProperty(AMOUNT) readonly fee!: Amount;
  @ApiProperty(AMOUNT) readonly total!: Amount;
  @ApiProperty({ enum: PAYMENT_METHODS }) readonly paymentMethod!: PaymentMethod;
  @ApiProperty({ enum: PURCHASE_STATUSES }) readonly status!: PurchaseStatus;
  @ApiProperty(INSTANT) readonly openedAt!: Instant;
  @ApiProperty({ ...INSTANT_OR_NULL, description: 'When it was completed, rejected or reversed, or failed' })
  readonly settledAt!: Instant | null;
  @ApiProperty({ ...STRING_OR_NULL, description: 'The person who approved it, or the API key’s name' })
  readonly approvedBy!: string | null;
  @ApiProperty({ ...OBJECT, nullable: true }) readonly metadata!: Readonly<Record<string, string>> | null;
}

export class PurchasesList {
  @ApiProperty({ type: [PurchaseView] }) readonly items!: readonly PurchaseView[];
  @ApiProperty(STRING_OR_NULL) readonly nextCursor!: string | null;
}

/** Newest first. */
export class PurchasesPage {
  @ApiProperty({ type: [PurchaseView] }) readonly items!: readonly PurchaseView[];
  @ApiProperty(STRING_OR_NULL) readonly nextCursor!: string | null;
  @ApiProperty(REVISION) readonly revision!: number;
}

export function purchaseView(accountId: string, row: PurchaseRow): PurchaseView {
  const { revision: _, ...view } = row;
  return { accountId, ...view };
}
