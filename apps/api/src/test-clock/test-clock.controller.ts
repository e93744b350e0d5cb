import { Controller, Get, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ROLES } from '../auth/roles.js';
import { MoveTestClock, MoveTestClockBody, TestClockAnswer, runningTestClock } from './move-test-clock.js';
import { Requested } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { Ledger } from '../ledger/ledger.js';
import { CommandRoute, QueryRoute } from '../openapi/routes.js';

/** For integrators' tests; not there without TEST_CLOCK=true. */
@ApiTags('Test clock')
@Controller('v1/test-clock')
export class TestClockController {
  constructor(
    private readonly commands: CommandBus,
    private readonly ledger: Ledger,
  ) {}

  @Get()
  @QueryRoute({ summary: 'The time of every process', roles: ROLES, answer: TestClockAnswer })
  async show(): Promise<TestClockAnswer> {
    return { now: await runningTestClock(this.ledger).clock() };
  }

  @Put()
  @CommandRoute({
    summary: 'Moves time forwards, and answers when all that fell due is recorded and shown',
    roles: [],
    body: MoveTestClockBody,
    answer: TestClockAnswer,
    status: 200,
  })
  move(@Requested(MoveTestClockBody) request: CommandRequest<MoveTestClockBody>): Promise<Answered<TestClockAnswer>> {
    return this.commands.execute(new MoveTestClock(request));
  }
}
