import { hash } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AccountAnswer, accountAnswer } from './account-answer.js';
import { CLIENT_ID } from '../http/requested.js';
import type { Settings } from '#domain/account/events.js';
import { defined } from '../validation/defined.js';
import { NestedField, StringField } from '../validation/fields.js';
import { Accounts } from '../ledger/accounts.js';
import { DEFAULTS } from '../ledger/tokens.js';
import { LedgerCommand } from '../ledger/command-request.js';
import { SettingsBody, settingsOf } from './settings.js';

export class OpenAccountBody {
  @StringField({ pattern: CLIENT_ID, example: 'team-1' }) accountId!: string;
  @StringField({ optional: true, max: 200 }) name?: string;
  @NestedField(SettingsBody, { optional: true }) settings?: SettingsBody;
}

export class OpenAccount extends LedgerCommand<OpenAccountBody, AccountAnswer> {}

@CommandHandler(OpenAccount)
export class OpenAccountHandler implements ICommandHandler<OpenAccount> {
  constructor(
    private readonly accounts: Accounts,
    @Inject(DEFAULTS) private readonly defaults: Settings,
  ) {}

  execute({ request }: OpenAccount) {
    const { accountId, name, settings = {} } = request.body;
    const data = {
      accountId,
      tag: tagOf(accountId),
      ...defined({ name }),
      settings: { ...this.defaults, ...settingsOf(settings) },
    };
    return this.accounts.execute<'OpenAccount', AccountAnswer>(
      request,
      'OpenAccount',
      data,
      ({ account }) => accountAnswer(account),
      accountId,
    );
  }
}

/** What the ids of an account's entries begin with (domain/account/ids.ts): the same for the same account id, for ever. */
export const tagOf = (accountId: string): string =>
  BigInt(`0x${hash('sha256', accountId, 'hex')}`)
    .toString(36)
    .padStart(50, '0')
    .slice(0, 12);
