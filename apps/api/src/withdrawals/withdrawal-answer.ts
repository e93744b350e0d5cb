import { ApiProperty } from '@nestjs/swagger';
import type { Amount } from '#domain/money.js';
import { WithBalance } from '../ledger/with-balance.js';
import { AMOUNT } from '../openapi/schemas.js';

export const STATUSES = ['requested', 'approved', 'rejected', 'paid'] as const;

export class WithdrawalAnswer extends WithBalance {
  @ApiProperty() readonly withdrawalId!: string;
  @ApiProperty(AMOUNT) readonly amount!: Amount;
  @ApiProperty({ enum: STATUSES }) readonly status!: (typeof STATUSES)[number];
  @ApiProperty() readonly destination!: string;
}

export class RequestedWithdrawalAnswer extends WithdrawalAnswer {
  @ApiProperty({ description: 'How long a review typically takes', example: '3–7 business days' })
  readonly reviewTime!: string;
}

type Terms = { readonly withdrawalId: string; readonly amount: Amount; readonly destination: string };

export const withdrawalAnswer = ({ withdrawalId, amount, destination }: Terms, status: WithdrawalAnswer['status']) => ({
  withdrawalId,
  amount,
  status,
  destination,
});
