import { Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ROLES } from '../auth/roles.js';
import { Requested, RequestedQuery, accountIdOf } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { CommandRoute, QueryRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import { HoldsParameters, count } from '../queries/parameters.js';
import { defined } from '../validation/defined.js';
import { CaptureAnswer, CaptureHold, CaptureHoldBody } from './capture-hold.js';
import { HoldsPage } from './hold-view.js';
import { HoldsQuery } from './holds.js';
import { HoldAnswer, PlaceHold, PlaceHoldBody } from './place-hold.js';
import { ReleaseAnswer, ReleaseHold, ReleaseHoldBody } from './release-hold.js';

@ApiTags('Holds')
@Controller('v1/accounts/:accountId/holds')
export class HoldsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @CommandRoute({
    summary: 'Sets credits aside, all or nothing',
    roles: ['service'],
    body: PlaceHoldBody,
    answer: HoldAnswer,
  })
  place(@Requested(PlaceHoldBody) request: CommandRequest<PlaceHoldBody>): Promise<Answered<HoldAnswer>> {
    return this.commands.execute(new PlaceHold(request));
  }

  @Post(':holdId/capture')
  @CommandRoute({
    summary: 'Charges what is held, or a part of it',
    roles: ['service'],
    body: CaptureHoldBody,
    answer: CaptureAnswer,
  })
  capture(@Requested(CaptureHoldBody) request: CommandRequest<CaptureHoldBody>): Promise<Answered<CaptureAnswer>> {
    return this.commands.execute(new CaptureHold(request));
  }

  @Post(':holdId/release')
  @CommandRoute({
    summary: 'Gives up a hold: its credits return',
    roles: ['service'],
    body: ReleaseHoldBody,
    answer: ReleaseAnswer,
    status: 200,
  })
  release(@Requested(ReleaseHoldBody) request: CommandRequest<ReleaseHoldBody>): Promise<Answered<ReleaseAnswer>> {
    return this.commands.execute(new ReleaseHold(request));
  }

  @Get()
  @QueryRoute({
    summary: 'Every hold that was placed, newest first',
    roles: ROLES,
    answer: HoldsPage,
  })
  @Parameters(HoldsParameters)
  list(
    @Param() path: Readonly<Record<string, string>>,
    @RequestedQuery(HoldsParameters) query: HoldsParameters,
  ): Promise<HoldsPage> {
    const { status, product, resourceId, limit, cursor, minRevision } = query;
    const page = { limit: count(limit) ?? 50, cursor, ...defined({ minRevision: count(minRevision) }) };
    return this.queries.execute(new HoldsQuery(accountIdOf(path), { status, product, resourceId }, page));
  }
}
