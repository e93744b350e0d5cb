import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { PurchaseAnswer } from './purchase-answer.js';
import { ApprovePurchase, ApprovePurchaseBody } from './approve-purchase.js';
import { CompletePurchase } from './complete-purchase.js';
import { FailPurchase } from './fail-purchase.js';
import { PurchasePrepaid, PurchasePrepaidBody } from './purchase-prepaid.js';
import { ReasonBody } from '../ledger/reason.js';
import { RejectPurchase } from './reject-purchase.js';
import { answer } from '../http/answer.js';
import { Asked } from '../http/asked.js';
import { CommandRoute } from '../openapi/routes.js';

@ApiTags('Purchases')
@Controller('v1/accounts/:accountId/purchases')
export class PurchasesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute({
    summary: 'Buys prepaid credits, or requests them',
    roles: ['finance'],
    body: PurchasePrepaidBody,
    answer: PurchaseAnswer,
  })
  async purchase(@Asked(PurchasePrepaidBody) asked: Asked<PurchasePrepaidBody>): Promise<PurchaseAnswer> {
    return answer(asked.reply, await this.commands.execute(new PurchasePrepaid(asked)));
  }

  @Post(':purchaseId/complete')
  @CommandRoute({
    summary: 'Completes a purchase: its credits come in',
    roles: ['finance'],
    body: ReasonBody,
    answer: PurchaseAnswer,
    status: 200,
  })
  async complete(@Asked(ReasonBody) asked: Asked<ReasonBody>): Promise<PurchaseAnswer> {
    return answer(asked.reply, await this.commands.execute(new CompletePurchase(asked)));
  }

  @Post(':purchaseId/fail')
  @CommandRoute({
    summary: 'Records that a purchase was not paid',
    roles: ['finance'],
    body: ReasonBody,
    answer: PurchaseAnswer,
    status: 200,
  })
  async fail(@Asked(ReasonBody) asked: Asked<ReasonBody>): Promise<PurchaseAnswer> {
    return answer(asked.reply, await this.commands.execute(new FailPurchase(asked)));
  }

  @Post(':purchaseId/approve')
  @CommandRoute({
    summary: 'Approves a request for credits',
    roles: ['finance'],
    body: ApprovePurchaseBody,
    answer: PurchaseAnswer,
    status: 200,
  })
  async approve(@Asked(ApprovePurchaseBody) asked: Asked<ApprovePurchaseBody>): Promise<PurchaseAnswer> {
    return answer(asked.reply, await this.commands.execute(new ApprovePurchase(asked)));
  }

  @Post(':purchaseId/reject')
  @CommandRoute({
    summary: 'Rejects a request for credits',
    roles: ['finance'],
    body: ReasonBody,
    answer: PurchaseAnswer,
    status: 200,
  })
  async reject(@Asked(ReasonBody) asked: Asked<ReasonBody>): Promise<PurchaseAnswer> {
    return answer(asked.reply, await this.commands.execute(new RejectPurchase(asked)));
  }
}
