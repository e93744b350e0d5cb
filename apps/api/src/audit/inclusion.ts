/** Rule 9.10: that an entry is in the log that was signed, for whoever has the checkpoint and trusts nobody. */
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { DomainError } from '#domain/errors.js';
import { hashOf } from '#event-store/codec/hash-chain.js';
import { type EventStore, type StoredEvent, comparePositions } from '#event-store/port/event-store.js';
import { positionIn } from '#event-store/port/position-text.js';
import { CheckpointLog } from '#proof/checkpoint-log.js';
import { leafOf } from '#proof/leaves.js';
import { inclusionPath } from '#proof/merkle.js';
import { TreeReader } from '#proof/tree-reader.js';
import { EVENT_STORE } from '../ledger/tokens.js';
import { REVISION } from '../openapi/schemas.js';
import { entriesBetween } from '#from-log/entries.js';
import { COUNT } from '../queries/schemas.js';
import { CheckpointView, HASH, checkpointView } from './checkpoint-view.js';
import { storedCheckpoint } from './checkpoints.js';

export class InclusionProof {
  @ApiProperty({ type: CheckpointView }) readonly checkpoint!: CheckpointView;
  @ApiProperty() readonly accountId!: string;
  @ApiProperty({ ...REVISION, description: 'The entry' }) readonly revision!: number;
  @ApiProperty({ description: 'Of the event that holds the entry' }) readonly stream!: string;
  @ApiProperty(COUNT) readonly streamRevision!: number;
  @ApiProperty({ ...HASH, description: 'The hash of that event in the chain of its stream' })
  readonly eventHash!: string;
  @ApiProperty({ ...HASH, description: 'SHA-256 of a zero byte, `eventHash`, a space and `stream`' })
  readonly leafHash!: string;
  @ApiProperty({ ...COUNT, description: 'Place of the leaf' }) readonly leafIndex!: number;
  @ApiProperty({ type: [String], description: 'Audit path (RFC 6962, 2.1.1), hex, the neighbour of the leaf first' })
  readonly path!: readonly string[];
}

export class InclusionQuery extends Query<InclusionProof> {
  constructor(
    readonly number: string,
    readonly accountId: string,
    readonly revision: number,
  ) {
    super();
  }
}

/** Throws `not-found` where there is no such checkpoint or entry, or the entry is younger than the checkpoint. */
@QueryHandler(InclusionQuery)
export class InclusionHandler implements IQueryHandler<InclusionQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ number, accountId, revision }: InclusionQuery): Promise<InclusionProof> {
    const log = new CheckpointLog(this.store);
    const stored = await storedCheckpoint(log, number);
    const event = await this.eventOf(accountId, revision);
    const { size, position } = stored.checkpoint;
    if (comparePositions(event.position, positionIn(position)) > 0) {
      throw new DomainError('not-found', `Entry ${revision} of ${accountId} is younger than checkpoint ${number}.`);
    }
    const tree = new TreeReader(log, stored);
    const leaf = leafOf(event);
    const leafIndex = await tree.indexOf(leaf, event.position);
    const path = await tree.path(inclusionPath(leafIndex, size));
    return {
      checkpoint: checkpointView(stored.checkpoint),
      accountId,
      revision,
      stream: event.stream,
      streamRevision: event.streamRevision,
      eventHash: hashOf(event),
      leafHash: leaf.toString('hex'),
      leafIndex,
      path: path.map((hash) => hash.toString('hex')),
    };
  }

  private async eventOf(accountId: string, revision: number): Promise<StoredEvent> {
    for await (const { stored } of entriesBetween(this.store, accountId, revision, revision)) return stored;
    throw new DomainError('not-found', `Account ${accountId} has no entry ${revision}.`);
  }
}
