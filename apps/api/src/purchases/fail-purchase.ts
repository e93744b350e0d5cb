import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PurchaseAnswer, purchaseAnswer } from './purchase-answer.js';
import { Accounts, UseCase } from '../ledger/accounts.js';
import { ReasonBody, reasonOf } from '../ledger/reason.js';

export class FailPurchase extends UseCase<ReasonBody, PurchaseAnswer> {}

@CommandHandler(FailPurchase)
export class FailPurchaseHandler implements ICommandHandler<FailPurchase> {
  constructor(private readonly accounts: Accounts) {}

  execute({ asked }: FailPurchase) {
    const data = { purchaseId: asked.params['purchaseId'] ?? '', ...reasonOf(asked.body) };
    return this.accounts.execute<'FailPurchase', PurchaseAnswer>(asked, 'FailPurchase', data, (decided) =>
      purchaseAnswer(decided.entry('PurchaseFailed').data, 'failed'),
    );
  }
}
