import { Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { AccountQuery } from './account.js';
import { AccountAnswer } from './account-answer.js';
import { ChangeSettings } from './change-settings.js';
import { CloseAccount, CloseAccountBody } from './close-account.js';
import { OpenAccount, OpenAccountBody } from './open-account.js';
import { SettingsBody } from './settings.js';
import { MemberRoles, ROLES } from '../auth/roles.js';
import { Requested, RequestedQuery, accountIdOf } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { CommandRoute, QueryRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import { LiveParameters, count } from '../queries/parameters.js';

@ApiTags('Accounts')
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @CommandRoute({
    summary: 'Opens an account',
    roles: ['service', 'checkout', 'finance'],
    body: OpenAccountBody,
    answer: AccountAnswer,
  })
  @MemberRoles('settings', 'finance')
  open(@Requested(OpenAccountBody) request: CommandRequest<OpenAccountBody>): Promise<Answered<AccountAnswer>> {
    return this.commands.execute(new OpenAccount(request));
  }

  @Get(':accountId')
  @QueryRoute({
    summary: 'An account, its settings and its balance, from the log',
    roles: ROLES,
    answer: AccountAnswer,
  })
  @Parameters(LiveParameters)
  show(
    @Param() params: Record<string, string>,
    @RequestedQuery(LiveParameters) query: LiveParameters,
  ): Promise<AccountAnswer> {
    return this.queries.execute(new AccountQuery(accountIdOf(params), count(query.minRevision)));
  }

  @Patch(':accountId/settings')
  @CommandRoute({
    summary: 'Changes the settings that are named',
    roles: ['finance'],
    body: SettingsBody,
    answer: AccountAnswer,
    status: 200,
  })
  changeSettings(@Requested(SettingsBody) request: CommandRequest<SettingsBody>): Promise<Answered<AccountAnswer>> {
    return this.commands.execute(new ChangeSettings(request));
  }

  @Post(':accountId/close')
  @CommandRoute({
    summary: 'Closes an account for good',
    roles: ['finance'],
    body: CloseAccountBody,
    answer: AccountAnswer,
    status: 200,
  })
  close(@Requested(CloseAccountBody) request: CommandRequest<CloseAccountBody>): Promise<Answered<AccountAnswer>> {
    return this.commands.execute(new CloseAccount(request));
  }
}
