import { Readable } from 'node:stream';
import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { ROLES } from '../auth/roles.js';
import { RequestedQuery, accountIdOf } from '../http/requested.js';
import { QueryRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import { ChoiceField, InstantField } from '../validation/fields.js';
import { STATEMENT_POLICY } from './statement-style.js';
import { StatementView } from './statement-view.js';
import { type StatementFormat, StatementQuery } from './statement.query.js';

const TYPES: Readonly<Record<StatementFormat, string>> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  html: 'text/html; charset=utf-8',
};

class StatementParameters {
  @InstantField({ description: 'Recorded at or after.' }) from!: string;
  @InstantField({ description: 'Recorded at or before; not in the future.' }) to!: string;
  @ChoiceField(['json', 'csv', 'html'], { optional: true, description: 'json if not said; html prints well.' })
  format?: StatementFormat;
}

@ApiTags('Reading')
@Controller('v1/accounts/:accountId')
export class StatementController {
  constructor(private readonly queries: QueryBus) {}

  @Get('statement')
  @Header('Content-Security-Policy', STATEMENT_POLICY)
  @QueryRoute({
    summary: 'Opening balance by bucket, every movement, closing balance, and the checkpoint that they rest on',
    roles: ROLES,
    answer: StatementView,
  })
  @Parameters(StatementParameters)
  @ApiProduces('application/json', 'text/csv', 'text/html')
  async statement(
    @Param() path: Readonly<Record<string, string>>,
    @RequestedQuery(StatementParameters) { from, to, format = 'json' }: StatementParameters,
  ): Promise<StreamableFile> {
    const accountId = accountIdOf(path);
    const pieces = await this.queries.execute(new StatementQuery(accountId, from, to, format));
    const file = { type: TYPES[format] };
    if (format !== 'csv') return new StreamableFile(Readable.from(pieces), file);
    const disposition = `attachment; filename="${accountId}-statement.csv"`;
    return new StreamableFile(Readable.from(pieces), { ...file, disposition });
  }
}
