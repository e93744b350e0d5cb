import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { invariant } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import type { Clock, TestClockWriter } from '#event-store/clock.js';
import { INSTANT } from '../openapi/schemas.js';
import { ApiError, invalid } from '../errors/api-error.js';
import type { Asked } from '../http/asked.js';
import { DueWork } from './due-work.js';
import { CLOCK, TEST_CLOCK_WRITER } from '../ledger/tokens.js';
import { CountField, InstantField } from '../validation/fields.js';
import { instantOf } from '../validation/instants.js';
import type { Answered } from '../ledger/accounts.js';

const SECONDS_IN_100_YEARS = 3_155_760_000;

export class MoveTestClockBody {
  @InstantField({ optional: true, description: 'The time to set, or' }) now?: string;
  @CountField({ optional: true, max: SECONDS_IN_100_YEARS, description: 'how far to move' }) advanceSeconds?: number;
}

export class TestClockAnswer {
  @ApiProperty(INSTANT) readonly now!: Instant;
}

export class MoveTestClock extends Command<Answered<TestClockAnswer>> {
  constructor(readonly asked: Asked<MoveTestClockBody>) {
    super();
  }
}

/** Moves the time of every process, and answers when all that fell due has been recorded and reads show it. */
@CommandHandler(MoveTestClock)
export class MoveTestClockHandler implements ICommandHandler<MoveTestClock> {
  constructor(
    @Inject(TEST_CLOCK_WRITER) private readonly writer: TestClockWriter | null,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly dueWork: DueWork,
  ) {}

  async execute({ asked: { body, origin } }: MoveTestClock) {
    const data = moveOf(body);
    const writer = running(this.writer);
    // It moves from where it began, so it has begun before.
    await this.clock();
    const { entries, isReplay } = await writer.execute('', { type: 'MoveTestClock', data, origin });
    const [moved] = entries;
    invariant(moved !== undefined, 'MoveTestClock leaves an entry');
    const { now } = moved.data;
    await this.dueWork.settle(now);
    return { body: { now }, isReplay };
  }
}

export function running(writer: TestClockWriter | null): TestClockWriter {
  if (writer) return writer;
  throw new ApiError('not-found', 'There is no test clock: the server was started without TEST_CLOCK=true.');
}

function moveOf({ now, advanceSeconds }: MoveTestClockBody) {
  if (now !== undefined && advanceSeconds !== undefined) {
    throw invalid('advanceSeconds', "advanceSeconds can't stand beside now.");
  }
  if (now !== undefined) return { to: instantOf(now) };
  if (advanceSeconds !== undefined) return { advanceSeconds };
  throw invalid('now', 'now or advanceSeconds must be given.');
}
