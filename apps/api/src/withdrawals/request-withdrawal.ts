import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { amount } from '#domain/money.js';
import { RequestedWithdrawalAnswer, withdrawalAnswer } from './withdrawal-answer.js';
import { AmountField, StringField } from '../validation/fields.js';
import { Accounts, type Outcome } from '../ledger/accounts.js';
import { LedgerCommand } from '../ledger/command-request.js';

const REVIEW_TIME = '3–7 business days';

export class RequestWithdrawalBody {
  @AmountField({ description: 'Whole cents' }) amount!: string;
  @StringField({ max: 256, description: 'Where the money goes' }) destination!: string;
}

export class RequestWithdrawal extends LedgerCommand<RequestWithdrawalBody, RequestedWithdrawalAnswer> {}

@CommandHandler(RequestWithdrawal)
export class RequestWithdrawalHandler implements ICommandHandler<RequestWithdrawal> {
  constructor(private readonly accounts: Accounts) {}

  execute({ request }: RequestWithdrawal) {
    const { amount: credits, destination } = request.body;
    const data = { amount: amount(credits), destination };
    return this.accounts.execute<'RequestWithdrawal', RequestedWithdrawalAnswer>(
      request,
      'RequestWithdrawal',
      data,
      requested,
    );
  }
}

const requested = (outcome: Outcome) => ({
  ...withdrawalAnswer(outcome.entry('WithdrawalRequested').data, 'requested'),
  reviewTime: REVIEW_TIME,
});
