import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PurchaseAnswer, purchaseAnswer } from './purchase-answer.js';
import { FlagField } from '../validation/fields.js';
import { Accounts, type Decided, UseCase } from '../ledger/accounts.js';
import { ReasonBody, reasonOf } from '../ledger/reason.js';

export class ApprovePurchaseBody extends ReasonBody {
  @FlagField({ optional: true, description: 'false: spendable at once, withdrawable when the purchase is completed' })
  paid?: boolean;
}

export class ApprovePurchase extends UseCase<ApprovePurchaseBody, PurchaseAnswer> {}

@CommandHandler(ApprovePurchase)
export class ApprovePurchaseHandler implements ICommandHandler<ApprovePurchase> {
  constructor(private readonly accounts: Accounts) {}

  execute({ asked }: ApprovePurchase) {
    const { paid = true } = asked.body;
    const data = { purchaseId: asked.params['purchaseId'] ?? '', paid, ...reasonOf(asked.body) };
    return this.accounts.execute<'ApprovePurchase', PurchaseAnswer>(asked, 'ApprovePurchase', data, approved);
  }
}

/** A request that is paid for is completed at once (spec 4). */
function approved(decided: Decided) {
  const { data } = decided.entry('PurchaseApproved');
  return purchaseAnswer(data, data.paid ? 'completed' : 'approved');
}
