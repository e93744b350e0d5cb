import { Controller, Get, Inject, Param, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { atReading } from '#domain/account/reading.js';
import type { Account } from '#domain/account/state.js';
import { DomainError } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import { AccountAnswer, accountAnswer } from './account-answer.js';
import { balanceAnswer } from '../balances/balance-answer.js';
import { ChangeSettings } from './change-settings.js';
import { CloseAccount, CloseAccountBody } from './close-account.js';
import { OpenAccount, OpenAccountBody } from './open-account.js';
import { SettingsBody } from './settings.js';
import { answer } from '../http/answer.js';
import { Asked, AskedQuery, accountIdOf } from '../http/asked.js';
import { ACCOUNT_WRITER, type AccountWriter } from '../ledger/tokens.js';
import { CommandRoute, QueryRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import { reaching } from '../queries/not-yet.js';
import { LiveParameters, count } from '../queries/parameters.js';

@ApiTags('Accounts')
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(ACCOUNT_WRITER) private readonly accounts: AccountWriter,
  ) {}

  @Post()
  @CommandRoute({
    summary: 'Opens an account',
    roles: ['service'],
    body: OpenAccountBody,
    answer: AccountAnswer,
    refusals: [409],
  })
  async open(@Asked(OpenAccountBody) asked: Asked<OpenAccountBody>): Promise<AccountAnswer> {
    return answer(asked.reply, await this.commands.execute(new OpenAccount(asked)));
  }

  @Get(':accountId')
  @QueryRoute({
    summary: 'An account, its settings and its balance, from the log',
    roles: ['service', 'support', 'finance', 'auditor'],
    answer: AccountAnswer,
  })
  @Parameters(LiveParameters)
  async show(
    @Param() params: Record<string, string>,
    @AskedQuery(LiveParameters) asked: LiveParameters,
  ): Promise<AccountAnswer> {
    const accountId = accountIdOf(params);
    const show = (account: Account, now: Instant): AccountAnswer => {
      if (account.status === 'unopened') throw new DomainError('account-not-found', 'There is no such account.');
      const { revision } = reaching(count(asked.minRevision) ?? 0, account);
      return { ...accountAnswer(atReading(account, now)), accountId, revision, balance: balanceAnswer(account, now) };
    };
    return this.accounts.query(accountId, show);
  }

  @Patch(':accountId/settings')
  @CommandRoute({
    summary: 'Changes the settings that are named',
    roles: [],
    body: SettingsBody,
    answer: AccountAnswer,
    status: 200,
  })
  async changeSettings(@Asked(SettingsBody) asked: Asked<SettingsBody>): Promise<AccountAnswer> {
    return answer(asked.reply, await this.commands.execute(new ChangeSettings(asked)));
  }

  @Post(':accountId/close')
  @CommandRoute({
    summary: 'Closes an account for good',
    roles: [],
    body: CloseAccountBody,
    answer: AccountAnswer,
    status: 200,
  })
  async close(@Asked(CloseAccountBody) asked: Asked<CloseAccountBody>): Promise<AccountAnswer> {
    return answer(asked.reply, await this.commands.execute(new CloseAccount(asked)));
  }
}
