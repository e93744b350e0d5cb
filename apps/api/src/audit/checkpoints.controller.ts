/** What was signed of the whole log, and proofs of what is in it. */
import { Readable } from 'node:stream';
import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { RequestedQuery } from '../http/requested.js';
import { NDJSON, QueryRoute, TextRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import { PageParameters, count } from '../queries/parameters.js';
import { CheckpointView } from './checkpoint-view.js';
import { CheckpointQuery, CheckpointsPage, CheckpointsQuery } from './checkpoints.js';
import { ConsistencyProof, ConsistencyQuery } from './consistency.js';
import { ExportQuery } from './export.js';
import { InclusionProof, InclusionQuery } from './inclusion.js';
import { ConsistencyParameters, InclusionParameters } from './parameters.js';

const AUDIT = ['finance', 'auditor'] as const;
const NUMBER = {
  name: 'number',
  description: 'Its number, or `newest`',
  schema: { type: 'string', pattern: '^([1-9]\\d{0,14}|newest)$', maxLength: 15 },
} as const;

@ApiTags('Audit')
@Controller('v1/audit')
export class CheckpointsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('checkpoints')
  @QueryRoute({ summary: 'What was signed of the log', roles: AUDIT, answer: CheckpointsPage })
  @Parameters(PageParameters)
  checkpoints(@RequestedQuery(PageParameters) { limit, cursor }: PageParameters): Promise<CheckpointsPage> {
    return this.queries.execute(new CheckpointsQuery(count(limit) ?? 50, cursor));
  }

  @Get('checkpoints/:number')
  @ApiParam(NUMBER)
  @QueryRoute({ summary: 'A checkpoint', roles: AUDIT, answer: CheckpointView })
  checkpoint(@Param('number') number: string): Promise<CheckpointView> {
    return this.queries.execute(new CheckpointQuery(number));
  }

  @Get('checkpoints/:number/inclusion')
  @ApiParam(NUMBER)
  @QueryRoute({ summary: 'Proves that an entry is in what was signed', roles: AUDIT, answer: InclusionProof })
  @Parameters(InclusionParameters)
  inclusion(
    @Param('number') number: string,
    @RequestedQuery(InclusionParameters) { accountId, revision }: InclusionParameters,
  ): Promise<InclusionProof> {
    return this.queries.execute(new InclusionQuery(number, accountId, Number(revision)));
  }

  @Get('checkpoints/:number/consistency')
  @ApiParam(NUMBER)
  @QueryRoute({
    summary: 'Proves that what was signed before is the beginning of it',
    roles: AUDIT,
    answer: ConsistencyProof,
  })
  @Parameters(ConsistencyParameters)
  consistency(
    @Param('number') number: string,
    @RequestedQuery(ConsistencyParameters) { from }: ConsistencyParameters,
  ): Promise<ConsistencyProof> {
    return this.queries.execute(new ConsistencyQuery(number, from));
  }

  @Get('export')
  @TextRoute({ summary: 'Every event of the ledger, with what was signed', roles: AUDIT, type: NDJSON })
  async export(): Promise<StreamableFile> {
    const lines = await this.queries.execute(new ExportQuery());
    const disposition = 'attachment; filename="drawdown.ndjson"';
    return new StreamableFile(Readable.from(lines), { type: NDJSON, disposition });
  }
}
