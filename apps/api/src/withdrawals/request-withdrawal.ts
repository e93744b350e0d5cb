import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { amount } from '#domain/money.js';
import { RequestedWithdrawalAnswer, withdrawalAnswer } from './withdrawal-answer.js';
import { AmountField, TextField } from '../validation/fields.js';
import { Accounts, type Decided, UseCase } from '../ledger/accounts.js';

const REVIEW_TIME = '3–7 business days';

export class RequestWithdrawalBody {
  @AmountField({ description: 'Whole cents' }) amount!: string;
  @TextField({ max: 256, description: 'Where the money goes' }) destination!: string;
}

export class RequestWithdrawal extends UseCase<RequestWithdrawalBody, RequestedWithdrawalAnswer> {}

@CommandHandler(RequestWithdrawal)
export class RequestWithdrawalHandler implements ICommandHandler<RequestWithdrawal> {
  constructor(private readonly accounts: Accounts) {}

  execute({ asked }: RequestWithdrawal) {
    const { amount: credits, destination } = asked.body;
    const data = { amount: amount(credits), destination };
    return this.accounts.execute<'RequestWithdrawal', RequestedWithdrawalAnswer>(
      asked,
      'RequestWithdrawal',
      data,
      requested,
    );
  }
}

const requested = (decided: Decided) => ({
  ...withdrawalAnswer(decided.entry('WithdrawalRequested').data, 'requested'),
  reviewTime: REVIEW_TIME,
});
