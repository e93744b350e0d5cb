import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Accounts, type Outcome } from '../ledger/accounts.js';
import { LedgerCommand } from '../ledger/command-request.js';
import { ReasonBody, reasonOf } from '../ledger/reason.js';
import { FlagField } from '../validation/fields.js';
import { PurchaseAnswer, purchaseAnswer } from './purchase-answer.js';

export class ApprovePurchaseBody extends ReasonBody {
  @FlagField({ optional: true, description: 'false: spendable at once, withdrawable when the purchase is completed' })
  paid?: boolean;
}

export class ApprovePurchase extends LedgerCommand<ApprovePurchaseBody, PurchaseAnswer> {}

@CommandHandler(ApprovePurchase)
export class ApprovePurchaseHandler implements ICommandHandler<ApprovePurchase> {
  constructor(private readonly accounts: Accounts) {}

  execute({ request }: ApprovePurchase) {
    const { paid = true } = request.body;
    const data = { purchaseId: request.params['purchaseId'] ?? '', paid, ...reasonOf(request.body) };
    return this.accounts.execute<'ApprovePurchase', PurchaseAnswer>(request, 'ApprovePurchase', data, approved);
  }
}

/** A request that is paid for is completed at once (rule 4.13). */
function approved(outcome: Outcome) {
  const { data } = outcome.entry('PurchaseApproved');
  return purchaseAnswer(data, data.paid ? 'completed' : 'approved');
}
