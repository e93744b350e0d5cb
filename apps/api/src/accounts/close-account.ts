import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AccountAnswer, accountAnswer } from './account-answer.js';
import { FlagField } from '../validation/fields.js';
import { Accounts, UseCase } from '../ledger/accounts.js';

export class CloseAccountBody {
  @FlagField({ optional: true, description: 'Give up the prepaid credits that are left' }) forfeit?: boolean;
}

export class CloseAccount extends UseCase<CloseAccountBody, AccountAnswer> {}

@CommandHandler(CloseAccount)
export class CloseAccountHandler implements ICommandHandler<CloseAccount> {
  constructor(private readonly accounts: Accounts) {}

  execute({ asked }: CloseAccount) {
    const { forfeit = false } = asked.body;
    return this.accounts.execute<'CloseAccount', AccountAnswer>(asked, 'CloseAccount', { forfeit }, ({ account }) =>
      accountAnswer(account),
    );
  }
}
