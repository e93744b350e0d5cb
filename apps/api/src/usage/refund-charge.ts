import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { type Amount, amount } from '#domain/money.js';
import { AllocationAnswer, allocationAnswer } from './allocation-answer.js';
import { WithBalance } from '../ledger/with-balance.js';
import { AMOUNT, STRING_OR_NULL } from '../openapi/schemas.js';
import { defined, given } from '../validation/defined.js';
import { AmountField, StringField } from '../validation/fields.js';
import { Accounts, type Outcome } from '../ledger/accounts.js';
import { LedgerCommand } from '../ledger/command-request.js';

export class RefundChargeBody {
  @AmountField({ optional: true, description: 'Absent: all that was not refunded yet' }) amount?: string;
  @StringField({ max: 500 }) reason!: string;
}

export class RefundAnswer extends WithBalance {
  @ApiProperty() readonly transactionId!: string;
  @ApiProperty() readonly chargeTransactionId!: string;
  @ApiProperty({ enum: ['completed'] }) readonly status!: 'completed';
  @ApiProperty(AMOUNT) readonly amount!: Amount;
  @ApiProperty({ type: [AllocationAnswer], description: 'Where it went' })
  readonly allocation!: readonly AllocationAnswer[];
  @ApiProperty({ ...AMOUNT, description: 'Open overdraft of the charge that it reduced' }) readonly overdraft!: Amount;
  @ApiProperty(STRING_OR_NULL) readonly reason!: string | null;
}

export class RefundCharge extends LedgerCommand<RefundChargeBody, RefundAnswer> {}

@CommandHandler(RefundCharge)
export class RefundChargeHandler implements ICommandHandler<RefundCharge> {
  constructor(private readonly accounts: Accounts) {}

  execute({ request }: RefundCharge) {
    const { body, params } = request;
    const data = {
      transactionId: params['transactionId'] ?? '',
      reason: body.reason,
      ...defined({ amount: given(body.amount, amount) }),
    };
    return this.accounts.execute<'Refund', RefundAnswer>(request, 'Refund', data, refunded);
  }
}

function refunded(outcome: Outcome) {
  const { data } = outcome.entry('UsageRefunded');
  const { transactionId, chargeTransactionId, amount: given, overdraft, reason = null } = data;
  const allocation = allocationAnswer(data.allocation);
  return {
    transactionId,
    chargeTransactionId,
    status: 'completed' as const,
    amount: given,
    allocation,
    overdraft,
    reason,
  };
}
