import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RequestedWithdrawalAnswer, WithdrawalAnswer } from './withdrawal-answer.js';
import { ApproveWithdrawal } from './approve-withdrawal.js';
import { PayWithdrawal } from './pay-withdrawal.js';
import { ReasonBody } from '../ledger/reason.js';
import { RejectWithdrawal } from './reject-withdrawal.js';
import { RequestWithdrawal, RequestWithdrawalBody } from './request-withdrawal.js';
import { answer } from '../http/answer.js';
import { Asked } from '../http/asked.js';
import { CommandRoute } from '../openapi/routes.js';

@ApiTags('Withdrawals')
@Controller('v1/accounts/:accountId/withdrawals')
export class WithdrawalsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute({
    summary: 'Requests purchased credits back as money',
    roles: ['finance'],
    body: RequestWithdrawalBody,
    answer: RequestedWithdrawalAnswer,
  })
  async request(@Asked(RequestWithdrawalBody) asked: Asked<RequestWithdrawalBody>): Promise<RequestedWithdrawalAnswer> {
    return answer(asked.reply, await this.commands.execute(new RequestWithdrawal(asked)));
  }

  @Post(':withdrawalId/approve')
  @CommandRoute({
    summary: 'Approves a withdrawal; by another key than the one that requested it',
    roles: ['finance'],
    body: ReasonBody,
    answer: WithdrawalAnswer,
    status: 200,
  })
  async approve(@Asked(ReasonBody) asked: Asked<ReasonBody>): Promise<WithdrawalAnswer> {
    return answer(asked.reply, await this.commands.execute(new ApproveWithdrawal(asked)));
  }

  @Post(':withdrawalId/reject')
  @CommandRoute({
    summary: 'Rejects a withdrawal: its credits return',
    roles: ['finance'],
    body: ReasonBody,
    answer: WithdrawalAnswer,
    status: 200,
  })
  async reject(@Asked(ReasonBody) asked: Asked<ReasonBody>): Promise<WithdrawalAnswer> {
    return answer(asked.reply, await this.commands.execute(new RejectWithdrawal(asked)));
  }

  @Post(':withdrawalId/paid')
  @CommandRoute({
    summary: 'Marks an approved withdrawal as paid',
    roles: ['finance'],
    body: ReasonBody,
    answer: WithdrawalAnswer,
    status: 200,
  })
  async paid(@Asked(ReasonBody) asked: Asked<ReasonBody>): Promise<WithdrawalAnswer> {
    return answer(asked.reply, await this.commands.execute(new PayWithdrawal(asked)));
  }
}
