/** What becomes of a purchase: one command and one entry for each. */
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Accounts } from '../ledger/accounts.js';
import { type CommandRequest, LedgerCommand } from '../ledger/command-request.js';
import { ReasonBody, reasonOf } from '../ledger/reason.js';
import { PurchaseAnswer, purchaseAnswer } from './purchase-answer.js';

const SETTLEMENTS = {
  completed: ['CompletePurchase', 'PurchaseCompleted'],
  failed: ['FailPurchase', 'PurchaseFailed'],
  rejected: ['RejectPurchase', 'PurchaseRejected'],
  reversed: ['ReversePurchase', 'PurchaseReversed'],
} as const;

export class SettlePurchase extends LedgerCommand<ReasonBody, PurchaseAnswer> {
  constructor(
    request: CommandRequest<ReasonBody>,
    readonly status: keyof typeof SETTLEMENTS,
  ) {
    super(request);
  }
}

@CommandHandler(SettlePurchase)
export class SettlePurchaseHandler implements ICommandHandler<SettlePurchase> {
  constructor(private readonly accounts: Accounts) {}

  execute({ request, status }: SettlePurchase) {
    const [command, entry] = SETTLEMENTS[status];
    const data = { purchaseId: request.params['purchaseId'] ?? '', ...reasonOf(request.body) };
    return this.accounts.execute<typeof command, PurchaseAnswer>(request, command, data, (outcome) =>
      purchaseAnswer(outcome.entry(entry).data, status),
    );
  }
}
