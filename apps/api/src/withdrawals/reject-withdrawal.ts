import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WithdrawalAnswer, withdrawalAnswer } from './withdrawal-answer.js';
import { Accounts, UseCase } from '../ledger/accounts.js';
import { ReasonBody, reasonOf } from '../ledger/reason.js';

export class RejectWithdrawal extends UseCase<ReasonBody, WithdrawalAnswer> {}

@CommandHandler(RejectWithdrawal)
export class RejectWithdrawalHandler implements ICommandHandler<RejectWithdrawal> {
  constructor(private readonly accounts: Accounts) {}

  execute({ asked }: RejectWithdrawal) {
    const data = { withdrawalId: asked.params['withdrawalId'] ?? '', ...reasonOf(asked.body) };
    return this.accounts.execute<'RejectWithdrawal', WithdrawalAnswer>(asked, 'RejectWithdrawal', data, (decided) =>
      withdrawalAnswer(decided.entry('WithdrawalRejected').data, 'rejected'),
    );
  }
}
