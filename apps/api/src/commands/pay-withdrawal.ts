import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { WithdrawalAnswer, withdrawalAnswer } from '../answers/withdrawal.js';
import { Accounts, UseCase } from './accounts.js';
import { ReasonBody, reasonOf } from './reason.js';

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
