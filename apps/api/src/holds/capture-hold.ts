import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { allocated } from '#domain/account/buckets.js';
import { type Amount, ZERO, amount } from '#domain/money.js';
import { Accounts, type Outcome } from '../ledger/accounts.js';
import { LedgerCommand } from '../ledger/command-request.js';
import { AMOUNT } from '../openapi/schemas.js';
import { allocationAnswer } from '../usage/allocation-answer.js';
import { ChargeAnswer } from '../usage/charge-usage.js';
import { defined, given } from '../validation/defined.js';
import { AmountField, FlagField } from '../validation/fields.js';

export class CaptureHoldBody {
  @AmountField({ optional: true, description: 'Absent: all that is held' }) amount?: string;
  @FlagField({ optional: true, description: 'false: keeps the rest held for further captures. true if not said' })
  final?: boolean;
}

export class CaptureAnswer extends ChargeAnswer {
  @ApiProperty() readonly holdId!: string;
  @ApiProperty({ ...AMOUNT, description: 'What is still held' }) readonly held!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'What was not captured and returned to its buckets' })
  readonly released!: Amount;
}

export class CaptureHold extends LedgerCommand<CaptureHoldBody, CaptureAnswer> {}

@CommandHandler(CaptureHold)
export class CaptureHoldHandler implements ICommandHandler<CaptureHold> {
  constructor(private readonly accounts: Accounts) {}

  execute({ request }: CaptureHold) {
    const { body, params } = request;
    const { final: isFinal = true } = body;
    const data = { holdId: params['holdId'] ?? '', isFinal, ...defined({ amount: given(body.amount, amount) }) };
    return this.accounts.execute<'CaptureHold', CaptureAnswer>(request, 'CaptureHold', data, captured);
  }
}

function captured(outcome: Outcome) {
  const { holdId, transactionId, amount: used, allocation } = outcome.entry('HoldCaptured').data;
  const rest = outcome.account.holds.find((hold) => hold.holdId === holdId);
  return {
    transactionId,
    holdId,
    status: 'completed' as const,
    amount: used,
    allocation: allocationAnswer(allocation),
    overdraft: ZERO,
    held: allocated(rest?.held ?? []),
    released: outcome.find('HoldReleased')?.data.amount ?? ZERO,
  };
}
