import { ApiProperty } from '@nestjs/swagger';
import type { PaymentMethod } from '#domain/account/events.js';
import type { Amount } from '#domain/money.js';
import { WithBalance } from '../ledger/with-balance.js';
import { AMOUNT, STRING_OR_NULL } from '../openapi/schemas.js';

export const PAYMENT_METHODS: readonly PaymentMethod[] = ['card', 'bank_transfer', 'usdc', 'io_coin', 'request'];
const STATUSES = ['pending', 'completed', 'failed', 'approved', 'rejected', 'reversed'] as const;

/** `credits` come in; `fee` is money on top of them and `total` what is paid, both in whole cents for fiat. */
export class PurchaseAnswer extends WithBalance {
  @ApiProperty() readonly purchaseId!: string;
  @ApiProperty(AMOUNT) readonly credits!: Amount;
  @ApiProperty({ ...AMOUNT, description: "The payment provider's fee, on top" }) readonly fee!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'What is to be paid' }) readonly total!: Amount;
  @ApiProperty({ enum: STATUSES }) readonly status!: (typeof STATUSES)[number];
  @ApiProperty({ enum: PAYMENT_METHODS }) readonly paymentMethod!: PaymentMethod;
  @ApiProperty({ ...STRING_OR_NULL, description: 'Where the credits are, once they are there' })
  readonly bucketId!: string | null;
}

type Terms = {
  readonly purchaseId: string;
  readonly amount: Amount;
  readonly fee: Amount;
  readonly total: Amount;
  readonly paymentMethod: PaymentMethod;
  readonly bucketId?: string;
};

export const purchaseAnswer = (
  { purchaseId, amount: credits, fee, total, paymentMethod, bucketId }: Terms,
  status: PurchaseAnswer['status'],
) => ({ purchaseId, credits, fee, total, status, paymentMethod, bucketId: bucketId ?? null });
