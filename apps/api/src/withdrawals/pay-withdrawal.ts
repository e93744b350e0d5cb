import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WithdrawalAnswer, withdrawalAnswer } from './withdrawal-answer.js';
import { Accounts, UseCase } from '../ledger/accounts.js';
import { ReasonBody, reasonOf } from '../ledger/reason.js';

export class PayWithdrawal extends UseCase<ReasonBody, WithdrawalAnswer> {}

@CommandHandler(PayWithdrawal)
export class PayWithdrawalHandler implements ICommandHandler<PayWithdrawal> {
  constructor(private readonly accounts: Accounts) {}

  execute({ asked }: PayWithdrawal) {
    const data = { withdrawalId: asked.params['withdrawalId'] ?? '', ...reasonOf(asked.body) };
    return this.accounts.execute<'PayWithdrawal', WithdrawalAnswer>(asked, 'PayWithdrawal', data, (decided) =>
      withdrawalAnswer(decided.entry('WithdrawalPaid').data, 'paid'),
    );
  }
}
