import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AccountAnswer, accountAnswer } from './account-answer.js';
import { FlagField } from '../validation/fields.js';
import { Accounts } from '../ledger/accounts.js';
import { LedgerCommand } from '../ledger/command-request.js';

export class CloseAccountBody {
  @FlagField({ optional: true, description: 'Give up the prepaid credits that are left' }) forfeit?: boolean;
}

export class CloseAccount extends LedgerCommand<CloseAccountBody, AccountAnswer> {}

@CommandHandler(CloseAccount)
export class CloseAccountHandler implements ICommandHandler<CloseAccount> {
  constructor(private readonly accounts: Accounts) {}

  execute({ request }: CloseAccount) {
    const { forfeit = false } = request.body;
    return this.accounts.execute<'CloseAccount', AccountAnswer>(request, 'CloseAccount', { forfeit }, ({ account }) =>
      accountAnswer(account),
    );
  }
}
