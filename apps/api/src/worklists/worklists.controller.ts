import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { STAFF } from '../auth/roles.js';
import { RequestedQuery } from '../http/requested.js';
import { QueryRoute } from '../openapi/routes.js';
import { PurchasesList } from '../purchases/purchase-view.js';
import { Parameters } from '../queries/described.js';
import { count } from '../queries/parameters.js';
import { WithdrawalsList } from '../withdrawals/withdrawal-view.js';
import { AccountsList, AccountsWorklistQuery } from './accounts-worklist.js';
import { AccountsParameters, PurchasesParameters, WithdrawalsParameters } from './parameters.js';
import { PurchasesWorklistQuery } from './purchases-worklist.js';
import { WithdrawalsWorklistQuery } from './withdrawals-worklist.js';

const PAGE = 50;

@ApiTags('Worklists')
@Controller('v1')
export class WorklistsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('accounts')
  @QueryRoute({ summary: 'Accounts by status, debt or text, newest first', roles: STAFF, answer: AccountsList })
  @Parameters(AccountsParameters)
  accounts(@RequestedQuery(AccountsParameters) query: AccountsParameters): Promise<AccountsList> {
    const { status, inDebt, query: text, limit, cursor } = query;
    const filter = { status, text, inDebt: inDebt === undefined ? undefined : inDebt === 'true' };
    return this.queries.execute(new AccountsWorklistQuery(filter, count(limit) ?? PAGE, cursor));
  }

  @Get('purchases')
  @QueryRoute({
    summary: 'Purchases of all accounts, newest first',
    roles: ['checkout', ...STAFF],
    answer: PurchasesList,
  })
  @Parameters(PurchasesParameters)
  purchases(@RequestedQuery(PurchasesParameters) query: PurchasesParameters): Promise<PurchasesList> {
    const { status, limit, cursor } = query;
    return this.queries.execute(new PurchasesWorklistQuery(status, count(limit) ?? PAGE, cursor));
  }

  @Get('withdrawals')
  @QueryRoute({
    summary: 'Withdrawals of all accounts, newest first',
    roles: ['checkout', ...STAFF],
    answer: WithdrawalsList,
  })
  @Parameters(WithdrawalsParameters)
  withdrawals(@RequestedQuery(WithdrawalsParameters) query: WithdrawalsParameters): Promise<WithdrawalsList> {
    const { status, limit, cursor } = query;
    return this.queries.execute(new WithdrawalsWorklistQuery(status, count(limit) ?? PAGE, cursor));
  }
}
