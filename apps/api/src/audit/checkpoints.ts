/** Rule 9.10: what was signed of the log. */
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { DomainError } from '#domain/errors.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { CheckpointLog, type StoredCheckpoint } from '#proof/checkpoint-log.js';
import { EVENT_STORE } from '../ledger/tokens.js';
import { cursorOf, placesIn } from '../queries/cursor.js';
import { CURSOR_OR_NULL } from '../queries/schemas.js';
import { CheckpointView, checkpointView } from './checkpoint-view.js';

/** The newest first. */
export class CheckpointsPage {
  @ApiProperty({ type: [CheckpointView] }) readonly items!: readonly CheckpointView[];
  @ApiProperty(CURSOR_OR_NULL) readonly nextCursor!: string | null;
}

export class CheckpointsQuery extends Query<CheckpointsPage> {
  constructor(
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

const LIST = 'checkpoints';

/** Throws `invalid` naming the cursor. */
@QueryHandler(CheckpointsQuery)
export class CheckpointsHandler implements IQueryHandler<CheckpointsQuery> {
  private readonly log: CheckpointLog;

  constructor(@Inject(EVENT_STORE) store: EventStore) {
    this.log = new CheckpointLog(store);
  }

  async execute({ limit, cursor }: CheckpointsQuery): Promise<CheckpointsPage> {
    const newest = (await this.log.last())?.checkpoint.number ?? 0;
    const [below = Infinity] = cursor === undefined ? [] : placesIn(LIST, cursor, 1);
    const last = Math.min(newest, below - 1);
    const first = Math.max(1, last - limit + 1);
    const items = last < 1 ? [] : await this.log.page(first, last - first + 1);
    return { items: items.toReversed().map(checkpointView), nextCursor: first > 1 ? cursorOf(LIST, first) : null };
  }
}

export class CheckpointQuery extends Query<CheckpointView> {
  constructor(readonly number: string) {
    super();
  }
}

/** Throws `not-found`. */
@QueryHandler(CheckpointQuery)
export class CheckpointHandler implements IQueryHandler<CheckpointQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ number }: CheckpointQuery): Promise<CheckpointView> {
    return checkpointView((await storedCheckpoint(new CheckpointLog(this.store), number)).checkpoint);
  }
}

/** By its number as it stands in a path, or the newest. Throws `not-found`. */
export async function storedCheckpoint(log: CheckpointLog, name: string): Promise<StoredCheckpoint> {
  const stored = await (name === 'newest' ? log.last() : log.at(numberIn(name)));
  if (!stored) throw new DomainError('not-found', `There is no checkpoint ${name}.`);
  return stored;
}

function numberIn(name: string): number {
  if (!/^[1-9]\d{0,14}$/.test(name)) throw new DomainError('not-found', `There is no checkpoint ${name}.`);
  return Number(name);
}
