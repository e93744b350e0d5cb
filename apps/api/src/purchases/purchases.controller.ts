import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SettlePurchase } from './settle-purchase.js';
import { PurchaseAnswer } from './purchase-answer.js';
import { ApprovePurchase, ApprovePurchaseBody } from './approve-purchase.js';
import { PurchasePrepaid, PurchasePrepaidBody } from './purchase-prepaid.js';
import { ReasonBody } from '../ledger/reason.js';
import { Requested } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { CommandRoute } from '../openapi/routes.js';

@ApiTags('Purchases')
@Controller('v1/accounts/:accountId/purchases')
export class PurchasesController {
  constructor(private readonly commands: CommandBus) {}

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
