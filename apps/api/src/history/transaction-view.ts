import { ApiProperty } from '@nestjs/swagger';
import type { PaymentMethod } from '#domain/account/events.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { TransactionView as Shown } from '#from-log/transaction-view.js';
import type { TransactionStatus, TransactionType } from '#projections/transactions/transaction.js';
import { PAYMENT_METHODS } from '../purchases/purchase-answer.js';
import { AllocationAnswer } from '../usage/allocation-answer.js';
import { AMOUNT, AMOUNT_OR_NULL, INSTANT, STRING_OR_NULL } from '../openapi/schemas.js';
import { TRANSACTION_STATUSES, TRANSACTION_TYPES } from '../queries/parameters.js';
import { COUNT, OBJECT } from '../queries/schemas.js';

/** Rule 9.3. `amount` is the signed change of the balance's total, `balanceAfter` that total or null. */
export class TransactionView implements Shown {
  @ApiProperty({ ...STRING_OR_NULL, description: 'Null where it accumulates' })
  readonly transactionId!: string | null;
  @ApiProperty({ ...COUNT, description: 'The entry that settled it, or opened it: its place' })
  readonly revision!: number;
  @ApiProperty({ ...INSTANT, description: 'When it was recorded' }) readonly time!: Instant;
  @ApiProperty({ ...INSTANT, description: 'Business time' }) readonly effectiveTime!: Instant;
  @ApiProperty({ enum: TRANSACTION_TYPES }) readonly type!: TransactionType;
  @ApiProperty({ enum: TRANSACTION_STATUSES }) readonly status!: TransactionStatus;
  @ApiProperty() readonly description!: string;
  @ApiProperty({ ...STRING_OR_NULL, description: 'Product' }) readonly service!: string | null;
  @ApiProperty(AMOUNT) readonly amount!: Amount;
  @ApiProperty(AMOUNT_OR_NULL) readonly balanceAfter!: Amount | null;
  @ApiProperty(STRING_OR_NULL) readonly invoiceUrl!: string | null;
  @ApiProperty({ enum: PAYMENT_METHODS, nullable: true, description: 'Of purchases' })
  readonly paymentMethod!: PaymentMethod | null;
  @ApiProperty({ ...STRING_OR_NULL, description: 'Who approved a request for credits' })
  readonly approvedBy!: string | null;
  @ApiProperty({ type: [AllocationAnswer] }) readonly allocation!: readonly AllocationAnswer[];
  @ApiProperty(STRING_OR_NULL) readonly resourceId!: string | null;
  @ApiProperty({ ...OBJECT, nullable: true })
  readonly metadata!: Readonly<Record<string, string>> | null;
}
