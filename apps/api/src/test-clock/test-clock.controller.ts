import { Controller, Get, Inject, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { Clock, TestClockWriter } from '#event-store/clock.js';
import { ROLES } from '../auth/roles.js';
import { MoveTestClock, MoveTestClockBody, TestClockAnswer, running } from './move-test-clock.js';
import { answer } from '../http/answer.js';
import { Asked } from '../http/asked.js';
import { CLOCK, TEST_CLOCK_WRITER } from '../ledger/tokens.js';
import { CommandRoute, QueryRoute } from '../openapi/routes.js';

/** For integrators' tests; not there without TEST_CLOCK=true. */
@ApiTags('Test clock')
@Controller('v1/test-clock')
export class TestClockController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(TEST_CLOCK_WRITER) private readonly writer: TestClockWriter | null,
  ) {}

  @Get()
  @QueryRoute({ summary: 'The time of every process', roles: ROLES, answer: TestClockAnswer }, [404, 503])
  async show(): Promise<TestClockAnswer> {
    running(this.writer);
    return { now: await this.clock() };
  }

  @Put()
  @CommandRoute({
    summary: 'Moves time forwards, and answers when all that fell due is recorded and shown',
    roles: [],
    body: MoveTestClockBody,
    answer: TestClockAnswer,
    status: 200,
    refusals: [404],
  })
  async move(@Asked(MoveTestClockBody) asked: Asked<MoveTestClockBody>): Promise<TestClockAnswer> {
    return answer(asked.reply, await this.commands.execute(new MoveTestClock(asked)));
  }
}
