import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { Amount } from '#domain/money.js';
import { Accounts, type Outcome } from '../ledger/accounts.js';
import { LedgerCommand } from '../ledger/command-request.js';
import { WithBalance } from '../ledger/with-balance.js';
import { AMOUNT } from '../openapi/schemas.js';
import { AllocationAnswer, allocationAnswer } from '../usage/allocation-answer.js';

/** Releasing needs nothing to be said. */
export class ReleaseHoldBody {}

export class ReleaseAnswer extends WithBalance {
  @ApiProperty() readonly holdId!: string;
  @ApiProperty({ enum: ['released'] }) readonly status!: 'released';
  @ApiProperty({ ...AMOUNT, description: 'What was still held' }) readonly amount!: Amount;
  @ApiProperty({ type: [AllocationAnswer], description: 'Where it returned to' })
  readonly allocation!: readonly AllocationAnswer[];
}

export class ReleaseHold extends LedgerCommand<ReleaseHoldBody, ReleaseAnswer> {}

@CommandHandler(ReleaseHold)
export class ReleaseHoldHandler implements ICommandHandler<ReleaseHold> {
  constructor(private readonly accounts: Accounts) {}

  execute({ request }: ReleaseHold) {
    const data = { holdId: request.params['holdId'] ?? '' };
    return this.accounts.execute<'ReleaseHold', ReleaseAnswer>(request, 'ReleaseHold', data, released);
  }
}

function released(outcome: Outcome) {
  const { holdId, amount, allocation } = outcome.entry('HoldReleased').data;
  return { holdId, status: 'released' as const, amount, allocation: allocationAnswer(allocation) };
}
