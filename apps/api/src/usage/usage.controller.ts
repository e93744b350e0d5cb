/** What usage there was, and whether more can be paid. */
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { amount } from '#domain/money.js';
import { ROLES } from '../auth/roles.js';
import { Hot } from '../http/hot-routes.js';
import { type Path, RequestedPath, RequestedQuery, accountIdOf } from '../http/requested.js';
import { QueryRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import { CreditsCheckParameters, UsageParameters, count, time } from '../queries/parameters.js';
import { defined } from '../validation/defined.js';
import { CreditCheckView, CreditsCheckQuery } from './credits-check.js';
import { UsageQuery, UsageView } from './usage.js';

@ApiTags('Reading')
@Controller('v1/accounts/:accountId')
export class UsageController {
  constructor(private readonly queries: QueryBus) {}

  @Get('usage')
  @QueryRoute({
    summary: 'Usage by product, model, resource, hour or day, from the log',
    roles: ROLES,
    answer: UsageView,
  })
  @Parameters(UsageParameters)
  usage(@RequestedPath() path: Path, @RequestedQuery(UsageParameters) query: UsageParameters): Promise<UsageView> {
    const { from, to, by, timeZone, minRevision } = query;
    const range = { from: time(from), to: time(to) };
    return this.queries.execute(new UsageQuery(accountIdOf(path), range, { by, timeZone }, count(minRevision)));
  }

  @Hot()
  @Get('credits/check')
  @QueryRoute({
    summary: 'Whether credits cover a usage, decided as a charge would be',
    roles: ROLES,
    answer: CreditCheckView,
  })
  @Parameters(CreditsCheckParameters)
  creditsCheck(
    @RequestedPath() path: Path,
    @RequestedQuery(CreditsCheckParameters) query: CreditsCheckParameters,
  ): Promise<CreditCheckView> {
    const { amount: credits, product, model, gpu, minRevision } = query;
    const usage = defined({ product, model, gpu });
    return this.queries.execute(new CreditsCheckQuery(accountIdOf(path), amount(credits), usage, count(minRevision)));
  }
}
