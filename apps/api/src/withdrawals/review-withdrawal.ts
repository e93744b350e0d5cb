/** What finance decides about a withdrawal: one command and one entry for each. */
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Accounts } from '../ledger/accounts.js';
import { type CommandRequest, LedgerCommand } from '../ledger/command-request.js';
import { ReasonBody, reasonOf } from '../ledger/reason.js';
import { WithdrawalAnswer, withdrawalAnswer } from './withdrawal-answer.js';

const REVIEWS = {
  approved: ['ApproveWithdrawal', 'WithdrawalApproved'],
  rejected: ['RejectWithdrawal', 'WithdrawalRejected'],
  paid: ['PayWithdrawal', 'WithdrawalPaid'],
} as const;

export class ReviewWithdrawal extends LedgerCommand<ReasonBody, WithdrawalAnswer> {
  constructor(
    request: CommandRequest<ReasonBody>,
    readonly status: keyof typeof REVIEWS,
  ) {
    super(request);
  }
}

@CommandHandler(ReviewWithdrawal)
export class ReviewWithdrawalHandler implements ICommandHandler<ReviewWithdrawal> {
  constructor(private readonly accounts: Accounts) {}

  execute({ request, status }: ReviewWithdrawal) {
    const [command, entry] = REVIEWS[status];
    const data = { withdrawalId: request.params['withdrawalId'] ?? '', ...reasonOf(request.body) };
    return this.accounts.execute<typeof command, WithdrawalAnswer>(request, command, data, (outcome) =>
      withdrawalAnswer(outcome.entry(entry).data, status),
    );
  }
}
