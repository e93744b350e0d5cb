import { Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SettlePurchase } from './settle-purchase.js';
import { PurchaseAnswer } from './purchase-answer.js';
import { ApprovePurchase, ApprovePurchaseBody } from './approve-purchase.js';
import { PurchasePrepaid, PurchasePrepaidBody } from './purchase-prepaid.js';
import { ReasonBody } from '../ledger/reason.js';
import { STAFF } from '../auth/roles.js';
import { Requested, RequestedQuery, accountIdOf } from '../http/requested.js';
import { Parameters } from '../queries/described.js';
import { count } from '../queries/parameters.js';
import { AccountPurchasesParameters } from '../worklists/parameters.js';
import { PurchasesPage } from './purchase-view.js';
import { PurchasesQuery } from './purchases.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { CommandRoute, QueryRoute } from '../openapi/routes.js';

@ApiTags('Purchases')
@Controller('v1/accounts/:accountId/purchases')
export class PurchasesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @QueryRoute({
    summary: 'Every purchase and request for credits of the account, newest first',
    roles: ['checkout', ...STAFF],
    answer: PurchasesPage,
  })
  @Parameters(AccountPurchasesParameters)
  list(
    @Param() path: Readonly<Record<string, string>>,
    @RequestedQuery(AccountPurchasesParameters) query: AccountPurchasesParameters,
  ): Promise<PurchasesPage> {
    const { status, cursor } = query;
    const wanted = { status, cursor, limit: count(query.limit) ?? 50, minRevision: count(query.minRevision) };
    return this.queries.execute(new PurchasesQuery(accountIdOf(path), wanted));
  }

  @Post()
  @CommandRoute({
    summary: 'Buys prepaid credits, or requests them',
    roles: ['checkout', 'finance'],
    body: PurchasePrepaidBody,
    answer: PurchaseAnswer,
  })
  purchase(
    @Requested(PurchasePrepaidBody) request: CommandRequest<PurchasePrepaidBody>,
  ): Promise<Answered<PurchaseAnswer>> {
    return this.commands.execute(new PurchasePrepaid(request));
  }

  @Post(':purchaseId/complete')
  @CommandRoute({
    summary: 'Completes a purchase: its credits come in',
    roles: ['checkout', 'finance'],
    body: ReasonBody,
    answer: PurchaseAnswer,
    status: 200,
  })
  complete(@Requested(ReasonBody) request: CommandRequest<ReasonBody>): Promise<Answered<PurchaseAnswer>> {
    return this.commands.execute(new SettlePurchase(request, 'completed'));
  }

  @Post(':purchaseId/fail')
  @CommandRoute({
    summary: 'Records that a purchase was not paid',
    roles: ['checkout', 'finance'],
    body: ReasonBody,
    answer: PurchaseAnswer,
    status: 200,
  })
  fail(@Requested(ReasonBody) request: CommandRequest<ReasonBody>): Promise<Answered<PurchaseAnswer>> {
    return this.commands.execute(new SettlePurchase(request, 'failed'));
  }

  @Post(':purchaseId/approve')
  @CommandRoute({
    summary: 'Approves a request for credits',
    roles: ['finance'],
    body: ApprovePurchaseBody,
    answer: PurchaseAnswer,
    status: 200,
  })
  approve(
    @Requested(ApprovePurchaseBody) request: CommandRequest<ApprovePurchaseBody>,
  ): Promise<Answered<PurchaseAnswer>> {
    return this.commands.execute(new ApprovePurchase(request));
  }

  @Post(':purchaseId/reject')
  @CommandRoute({
    summary: 'Rejects a request for credits',
    roles: ['finance'],
    body: ReasonBody,
    answer: PurchaseAnswer,
    status: 200,
  })
  reject(@Requested(ReasonBody) request: CommandRequest<ReasonBody>): Promise<Answered<PurchaseAnswer>> {
    return this.commands.execute(new SettlePurchase(request, 'rejected'));
  }

  @Post(':purchaseId/reverse')
  @CommandRoute({
    summary: 'Reverses a completed purchase: its credits are taken back, spent ones are owed',
    roles: ['finance'],
    body: ReasonBody,
    answer: PurchaseAnswer,
    status: 200,
  })
  reverse(@Requested(ReasonBody) request: CommandRequest<ReasonBody>): Promise<Answered<PurchaseAnswer>> {
    return this.commands.execute(new SettlePurchase(request, 'reversed'));
  }
}
