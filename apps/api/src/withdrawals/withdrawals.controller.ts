import { Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RequestedWithdrawalAnswer, WithdrawalAnswer } from './withdrawal-answer.js';
import { ReviewWithdrawal } from './review-withdrawal.js';
import { ReasonBody } from '../ledger/reason.js';
import { RequestWithdrawal, RequestWithdrawalBody } from './request-withdrawal.js';
import { STAFF } from '../auth/roles.js';
import { Requested, RequestedQuery, accountIdOf } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { CommandRoute, QueryRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import { count } from '../queries/parameters.js';
import { AccountWithdrawalsParameters } from '../worklists/parameters.js';
import { WithdrawalsPage } from './withdrawal-view.js';
import { WithdrawalsQuery } from './withdrawals.js';

@ApiTags('Withdrawals')
@Controller('v1/accounts/:accountId/withdrawals')
export class WithdrawalsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @CommandRoute({
    summary: 'Requests purchased credits back as money',
    roles: ['checkout', 'finance'],
    body: RequestWithdrawalBody,
    answer: RequestedWithdrawalAnswer,
  })
  request(
    @Requested(RequestWithdrawalBody) request: CommandRequest<RequestWithdrawalBody>,
  ): Promise<Answered<RequestedWithdrawalAnswer>> {
    return this.commands.execute(new RequestWithdrawal(request));
  }

  @Post(':withdrawalId/approve')
  @CommandRoute({
    summary: 'Approves a withdrawal; by another key than the one that requested it',
    roles: ['finance'],
    body: ReasonBody,
    answer: WithdrawalAnswer,
    status: 200,
  })
  approve(@Requested(ReasonBody) request: CommandRequest<ReasonBody>): Promise<Answered<WithdrawalAnswer>> {
    return this.commands.execute(new ReviewWithdrawal(request, 'approved'));
  }

  @Post(':withdrawalId/reject')
  @CommandRoute({
    summary: 'Rejects a withdrawal: its credits return',
    roles: ['finance'],
    body: ReasonBody,
    answer: WithdrawalAnswer,
    status: 200,
  })
  reject(@Requested(ReasonBody) request: CommandRequest<ReasonBody>): Promise<Answered<WithdrawalAnswer>> {
    return this.commands.execute(new ReviewWithdrawal(request, 'rejected'));
  }

  @Post(':withdrawalId/paid')
  @CommandRoute({
    summary: 'Marks an approved withdrawal as paid',
    roles: ['finance'],
    body: ReasonBody,
    answer: WithdrawalAnswer,
    status: 200,
  })
  paid(@Requested(ReasonBody) request: CommandRequest<ReasonBody>): Promise<Answered<WithdrawalAnswer>> {
    return this.commands.execute(new ReviewWithdrawal(request, 'paid'));
  }

  @Get()
  @QueryRoute({
    summary: 'Every withdrawal that was asked for, newest first',
    roles: ['checkout', ...STAFF],
    answer: WithdrawalsPage,
  })
  @Parameters(AccountWithdrawalsParameters)
  list(
    @Param() path: Readonly<Record<string, string>>,
    @RequestedQuery(AccountWithdrawalsParameters) query: AccountWithdrawalsParameters,
  ): Promise<WithdrawalsPage> {
    const { status, cursor } = query;
    const wanted = { status, cursor, limit: count(query.limit) ?? 50, minRevision: count(query.minRevision) };
    return this.queries.execute(new WithdrawalsQuery(accountIdOf(path), wanted));
  }
}
