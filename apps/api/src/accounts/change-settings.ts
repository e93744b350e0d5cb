import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AccountAnswer, accountAnswer } from './account-answer.js';
import { invalid } from '../errors/api-error.js';
import { Accounts, UseCase } from '../ledger/accounts.js';
import { type SettingsBody, settingsOf } from './settings.js';

export class ChangeSettings extends UseCase<SettingsBody, AccountAnswer> {}

@CommandHandler(ChangeSettings)
export class ChangeSettingsHandler implements ICommandHandler<ChangeSettings> {
  constructor(private readonly accounts: Accounts) {}

  async execute({ asked }: ChangeSettings) {
    const settings = settingsOf(asked.body);
    if (Object.keys(settings).length === 0) throw invalid('body', 'body must name at least one setting.');
    return this.accounts.execute<'ChangeSettings', AccountAnswer>(
      asked,
      'ChangeSettings',
      { settings },
      ({ account }) => accountAnswer(account),
    );
  }
}
