import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PurchaseAnswer, purchaseAnswer } from './purchase-answer.js';
import { Accounts, UseCase } from '../ledger/accounts.js';
import { ReasonBody, reasonOf } from '../ledger/reason.js';

export class CompletePurchase extends UseCase<ReasonBody, PurchaseAnswer> {}

@CommandHandler(CompletePurchase)
export class CompletePurchaseHandler implements ICommandHandler<CompletePurchase> {
  constructor(private readonly accounts: Accounts) {}

  execute({ asked }: CompletePurchase) {
    const data = { purchaseId: asked.params['purchaseId'] ?? '', ...reasonOf(asked.body) };
    return this.accounts.execute<'CompletePurchase', PurchaseAnswer>(asked, 'CompletePurchase', data, (decided) =>
      purchaseAnswer(decided.entry('PurchaseCompleted').data, 'completed'),
    );
  }
}
