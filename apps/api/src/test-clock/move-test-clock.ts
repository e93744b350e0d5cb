import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { invariant } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import { INSTANT } from '../openapi/schemas.js';
import { ApiError, invalid } from '../errors/api-error.js';
import { DueWork } from './due-work.js';
import { CountField, InstantField } from '../validation/fields.js';
import { instantOf } from '../validation/instants.js';
import { Answered, LedgerCommand } from '../ledger/command-request.js';
import { TEST_CLOCK } from '../ledger/aggregates.js';
import { Ledger } from '../ledger/ledger.js';

const SECONDS_IN_100_YEARS = 3_155_760_000;

export class MoveTestClockBody {
  @InstantField({ optional: true, description: 'The time to set, or' }) now?: string;
  @CountField({ optional: true, max: SECONDS_IN_100_YEARS, description: 'how far to move' }) advanceSeconds?: number;
}

export class TestClockAnswer {
  @ApiProperty(INSTANT) readonly now!: Instant;
}

export class MoveTestClock extends LedgerCommand<MoveTestClockBody, TestClockAnswer> {}

/** Moves the time of every process, and answers when all that fell due has been recorded and reads show it. */
@CommandHandler(MoveTestClock)
export class MoveTestClockHandler implements ICommandHandler<MoveTestClock> {
  constructor(
    private readonly ledger: Ledger,
    private readonly dueWork: DueWork,
  ) {}

  async execute({ request: { body, origin } }: MoveTestClock) {
    const data = moveOf(body);
    const ledger = runningTestClock(this.ledger);
    // It moves from where it began, so it has begun before.
    await ledger.clock();
    await this.dueWork.plansBrought();
    const { entries, isReplay } = await ledger.execute(TEST_CLOCK, '', { type: 'MoveTestClock', data, origin });
    const [moved] = entries;
    invariant(moved !== undefined, 'MoveTestClock leaves an entry');
    const { now } = moved.data;
    await this.dueWork.settle(now);
    return new Answered({ now }, isReplay);
  }
}

/** Throws 404 where the deployment runs on the real clock. */
export function runningTestClock(ledger: Ledger): Ledger {
  if (ledger.hasTestClock) return ledger;
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
