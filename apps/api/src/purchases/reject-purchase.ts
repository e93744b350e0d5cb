import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PurchaseAnswer, purchaseAnswer } from './purchase-answer.js';
import { Accounts, UseCase } from '../ledger/accounts.js';
import { ReasonBody, reasonOf } from '../ledger/reason.js';

export class RejectPurchase extends UseCase<ReasonBody, PurchaseAnswer> {}

@CommandHandler(RejectPurchase)
export class RejectPurchaseHandler implements ICommandHandler<RejectPurchase> {
  constructor(private readonly accounts: Accounts) {}

  execute({ asked }: RejectPurchase) {
    const data = { purchaseId: asked.params['purchaseId'] ?? '', ...reasonOf(asked.body) };
    return this.accounts.execute<'RejectPurchase', PurchaseAnswer>(asked, 'RejectPurchase', data, (decided) =>
      purchaseAnswer(decided.entry('PurchaseRejected').data, 'rejected'),
    );
  }
}
