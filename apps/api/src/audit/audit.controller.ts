/** The whole ledger, for those who answer for its numbers. */
import { Readable } from 'node:stream';
import { Controller, Get, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RequestedQuery } from '../http/requested.js';
import { QueryRoute, TextRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import { count } from '../queries/parameters.js';
import { JournalQuery } from './journal.js';
import { JournalParameters, ReportParameters, TrialBalanceParameters, cutRequestOf } from './parameters.js';
import { Report, ReportQuery } from './report.js';
import { TrialBalance, TrialBalanceQuery } from './trial-balance.js';

const AUDIT = ['finance', 'auditor'] as const;
const PAGE = 500;

@ApiTags('Audit')
@Controller('v1/audit')
export class AuditController {
  constructor(private readonly queries: QueryBus) {}

  @Get('trial-balance')
  @QueryRoute({
    summary: 'What stands in every ledger account, at any time or position',
    roles: AUDIT,
    answer: TrialBalance,
  })
  @Parameters(TrialBalanceParameters)
  trialBalance(@RequestedQuery(TrialBalanceParameters) query: TrialBalanceParameters): Promise<TrialBalance> {
    const { limit, cursor } = query;
    return this.queries.execute(new TrialBalanceQuery(cutRequestOf(query), count(limit) ?? PAGE, cursor));
  }

  @Get('report')
  @QueryRoute({ summary: 'What moved in the whole ledger in a month, by ledger account', roles: AUDIT, answer: Report })
  @Parameters(ReportParameters)
  report(@RequestedQuery(ReportParameters) { month }: ReportParameters): Promise<Report> {
    return this.queries.execute(new ReportQuery(month));
  }

  @Get('journal')
  @TextRoute({ summary: 'Every posting, as a journal of hledger', roles: AUDIT, type: 'text/plain' })
  @Parameters(JournalParameters)
  async journal(@RequestedQuery(JournalParameters) query: JournalParameters): Promise<StreamableFile> {
    const pieces = await this.queries.execute(new JournalQuery(cutRequestOf(query)));
    const disposition = 'attachment; filename="drawdown.journal"';
    return new StreamableFile(Readable.from(pieces), { type: 'text/plain; charset=utf-8', disposition });
  }
}
