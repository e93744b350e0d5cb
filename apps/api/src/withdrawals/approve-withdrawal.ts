import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WithdrawalAnswer, withdrawalAnswer } from './withdrawal-answer.js';
import { Accounts, UseCase } from '../ledger/accounts.js';
import { ReasonBody, reasonOf } from '../ledger/reason.js';

export class ApproveWithdrawal extends UseCase<ReasonBody, WithdrawalAnswer> {}

@CommandHandler(ApproveWithdrawal)
export class ApproveWithdrawalHandler implements ICommandHandler<ApproveWithdrawal> {
  constructor(private readonly accounts: Accounts) {}

  execute({ asked }: ApproveWithdrawal) {
    const data = { withdrawalId: asked.params['withdrawalId'] ?? '', ...reasonOf(asked.body) };
    return this.accounts.execute<'ApproveWithdrawal', WithdrawalAnswer>(asked, 'ApproveWithdrawal', data, (decided) =>
      withdrawalAnswer(decided.entry('WithdrawalApproved').data, 'approved'),
    );
  }
}
