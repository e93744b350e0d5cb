/** Rule 9.10: that what one checkpoint signed is the beginning of what a later one signed: nothing was taken back. */
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { DomainError } from '#domain/errors.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { CheckpointLog } from '#proof/checkpoint-log.js';
import { consistencyPath } from '#proof/merkle.js';
import { TreeReader } from '#proof/tree-reader.js';
import { EVENT_STORE } from '../ledger/tokens.js';
import { CheckpointView, checkpointView } from './checkpoint-view.js';
import { storedCheckpoint } from './checkpoints.js';

export class ConsistencyProof {
  @ApiProperty({ type: CheckpointView }) readonly from!: CheckpointView;
  @ApiProperty({ type: CheckpointView }) readonly to!: CheckpointView;
  @ApiProperty({ type: [String], description: 'Consistency proof (RFC 6962, 2.1.2), hex' })
  readonly path!: readonly string[];
}

export class ConsistencyQuery extends Query<ConsistencyProof> {
  constructor(
    readonly number: string,
    readonly from: string,
  ) {
    super();
  }
}

/** Throws `not-found`, and `invalid` where `from` is the later one. */
@QueryHandler(ConsistencyQuery)
export class ConsistencyHandler implements IQueryHandler<ConsistencyQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ number, from }: ConsistencyQuery): Promise<ConsistencyProof> {
    if (Number(from) > Number(number))
      throw new DomainError('invalid', 'from must not be the later one.', { field: 'from' });
    const log = new CheckpointLog(this.store);
    const [older, newer] = await Promise.all([storedCheckpoint(log, from), storedCheckpoint(log, number)]);
    if (older.checkpoint.number > newer.checkpoint.number) {
      throw new DomainError('invalid', 'from must not be the later one.', { field: 'from' });
    }
    const path = await new TreeReader(log, newer).path(consistencyPath(older.checkpoint.size, newer.checkpoint.size));
    return {
      from: checkpointView(older.checkpoint),
      to: checkpointView(newer.checkpoint),
      path: path.map((hash) => hash.toString('hex')),
    };
  }
}
