import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AccountAnswer, accountAnswer } from './account-answer.js';
import { invalid } from '../errors/api-error.js';
import { Accounts } from '../ledger/accounts.js';
import { LedgerCommand } from '../ledger/command-request.js';
import { type SettingsBody, settingsOf } from './settings.js';

export class ChangeSettings extends LedgerCommand<SettingsBody, AccountAnswer> {}

@CommandHandler(ChangeSettings)
export class ChangeSettingsHandler implements ICommandHandler<ChangeSettings> {
  constructor(private readonly accounts: Accounts) {}

  async execute({ request }: ChangeSettings) {
    const settings = settingsOf(request.body);
    if (Object.keys(settings).length === 0) throw invalid('body', 'body must name at least one setting.');
    return this.accounts.execute<'ChangeSettings', AccountAnswer>(
      request,
      'ChangeSettings',
      { settings },
      ({ account }) => accountAnswer(account),
    );
  }
}
