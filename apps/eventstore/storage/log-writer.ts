import { randomUUID } from 'node:crypto';
import { decideAppend, type AppendDecision, type KnownEvents } from './append-decision.js';
import { encodePosition, streamNameKey, type Database } from './database.js';
import { exactRevision, NO_REVISION, type ExpectedRevision } from './expected-revision.js';
import type { GroupCommit, Write } from './group-commit.js';
import { encodeRecordedEvent, TOMBSTONE_REVISION, type ProposedEvent } from './recorded-event.js';
import { encodeStream, type StreamCatalog, type StreamState } from './stream-catalog.js';
import {
  isMetastream,
  isSoftDeleted,
  METADATA_EVENT_TYPE,
  metastreamOf,
  parseObject,
  parseSettings,
  SOFT_DELETE_METADATA,
  streamOfMetastream,
} from './stream-settings.js';

export type AppendOutcome =
  | { readonly kind: 'success'; readonly revision: number; readonly position: number }
  | Extract<AppendDecision, { kind: 'wrong-expected-revision' | 'stream-deleted' }>;

/** What the writer needs of the log it writes to. */
export interface WriterParts {
  readonly database: Database;
  readonly catalog: StreamCatalog;
  readonly commits: GroupCommit;
  readonly known: KnownEvents;
  /** The metadata event last written for a stream. */
  lastMetadata(stream: StreamState): Uint8Array | undefined;
}

const TICKS_PER_MILLISECOND = '0000';
const TOMBSTONE_EVENT_TYPE = '$streamDeleted';
const JSON_CONTENT = 'application/json';
const NOTHING = Buffer.alloc(0);

/**
 * Decides appends one after the other, against what is already on its way to disk, and answers when that is there.
 * Between a decision and its staging nothing is awaited: that is all the isolation there is, and all that is needed.
 */
export class LogWriter {
  constructor(
    private readonly parts: WriterParts,
    private nextPosition: number,
  ) {}

  /** After a failed commit. */
  continueFrom(position: number): void {
    this.nextPosition = position;
  }

  async append(
    streamName: string,
    expected: ExpectedRevision,
    events: readonly ProposedEvent[],
  ): Promise<AppendOutcome> {
    const stream = this.parts.catalog.find(streamName);
    if (isMetastream(streamName) && this.parts.catalog.find(streamOfMetastream(streamName))?.isTombstoned)
      return { kind: 'stream-deleted' };
    const ids = events.map(({ id }) => id);
    const decision = decideAppend(stream, expected, ids, this.parts.known, streamName);
    if (decision.kind !== 'write') return this.whenItHolds(stream, decision);
    const writes: Write[] = [];
    if (stream && isSoftDeleted(stream.settings)) this.undelete(stream, writes);
    const target = stream ?? this.parts.catalog.create(streamName);
    for (const event of events) this.record(target, event, writes);
    return this.committed(target.lastRevision, writes);
  }

  /** Hides what the stream holds; its revisions go on with the next append. */
  async softDelete(streamName: string, expected: ExpectedRevision): Promise<AppendOutcome> {
    const stream = this.parts.catalog.find(streamName);
    const refusal = this.refuseDelete(stream, expected);
    if (refusal) return this.whenItHolds(stream, refusal);
    if (!stream || stream.lastRevision === NO_REVISION) return { kind: 'wrong-expected-revision', actual: NO_REVISION };
    const writes: Write[] = [];
    this.setMetadata(streamName, SOFT_DELETE_METADATA, writes);
    return this.committed(stream.lastRevision, writes);
  }

  /** Ends the stream for ever. */
  async tombstone(streamName: string, expected: ExpectedRevision): Promise<AppendOutcome> {
    const existing = this.parts.catalog.find(streamName);
    const refusal = this.refuseDelete(existing, expected);
    if (refusal) return this.whenItHolds(existing, refusal);
    const stream = existing ?? this.parts.catalog.create(streamName);
    const writes: Write[] = [];
    const event = {
      id: randomUUID(),
      type: TOMBSTONE_EVENT_TYPE,
      contentType: JSON_CONTENT,
      data: NOTHING,
      metadata: NOTHING,
    };
    this.recordAt(stream, TOMBSTONE_REVISION, event, writes);
    stream.isTombstoned = true;
    this.persist(stream, writes);
    return this.committed(stream.lastRevision, writes);
  }

  private refuseDelete(stream: StreamState | undefined, expected: ExpectedRevision): AppendDecision | undefined {
    if (stream?.isTombstoned) return { kind: 'stream-deleted' };
    const actual = stream?.lastRevision ?? NO_REVISION;
    const exact = exactRevision(expected);
    const isWrong = exact !== undefined ? exact !== actual : expected === 'stream_exists' && actual === NO_REVISION;
    return isWrong ? { kind: 'wrong-expected-revision', actual } : undefined;
  }

  /** An answer that rests on events still on their way to disk waits for them. */
  private async whenItHolds(stream: StreamState | undefined, decision: AppendDecision): Promise<AppendOutcome> {
    if (stream) await this.parts.commits.durable(stream.changedAt);
    if (decision.kind === 'already-written') return { ...decision, kind: 'success' };
    return decision as AppendOutcome;
  }

  private async committed(revision: number, writes: readonly Write[]): Promise<AppendOutcome> {
    const position = this.nextPosition - 1;
    await this.parts.commits.stage(writes, position);
    return { kind: 'success', revision, position };
  }

  private record(stream: StreamState, event: ProposedEvent, writes: Write[]): void {
    const isNew = stream.lastRevision === NO_REVISION;
    const revision = stream.lastRevision + 1;
    const position = this.recordAt(stream, revision, event, writes);
    stream.lastRevision = revision;
    stream.lastPosition = position;
    writes.push({ table: this.parts.database.index, key: [stream.number, revision], value: encodePosition(position) });
    if (isNew) this.persist(stream, writes);
    if (event.type === METADATA_EVENT_TYPE && isMetastream(stream.name))
      this.applyMetadata(stream.name, event.data, position, writes);
  }

  private recordAt(stream: StreamState, revision: number, event: ProposedEvent, writes: Write[]): number {
    const position = this.nextPosition++;
    const createdTicks = Date.now() + TICKS_PER_MILLISECOND;
    const { id, type, contentType, data, metadata } = event;
    const record = encodeRecordedEvent({
      id,
      type,
      contentType,
      data,
      metadata,
      streamName: stream.name,
      revision,
      position,
      createdTicks,
    });
    writes.push({ table: this.parts.database.events, key: position, value: record });
    stream.changedAt = position;
    this.parts.known.recentIds.add(id, { streamNumber: stream.number, revision, position });
    return position;
  }

  private applyMetadata(metastream: string, data: Uint8Array, position: number, writes: Write[]): void {
    const name = streamOfMetastream(metastream);
    const stream = this.parts.catalog.find(name) ?? this.parts.catalog.create(name);
    stream.settings = parseSettings(data);
    stream.changedAt = position;
    this.persist(stream, writes);
  }

  private setMetadata(streamName: string, json: string, writes: Write[]): void {
    const name = metastreamOf(streamName);
    const metastream = this.parts.catalog.find(name) ?? this.parts.catalog.create(name);
    const data = Buffer.from(json);
    this.record(
      metastream,
      { id: randomUUID(), type: METADATA_EVENT_TYPE, contentType: JSON_CONTENT, data, metadata: NOTHING },
      writes,
    );
  }

  /** The server's way: a metadata event says that the stream begins after its deleted events. */
  private undelete(stream: StreamState, writes: Write[]): void {
    const kept = parseObject(this.parts.lastMetadata(stream) ?? NOTHING);
    this.setMetadata(stream.name, JSON.stringify({ ...kept, $tb: stream.lastRevision + 1 }), writes);
  }

  private persist(stream: StreamState, writes: Write[]): void {
    const { streams, facts } = this.parts.database;
    writes.push({ table: streams, key: streamNameKey(stream.name), value: encodeStream(stream) });
    writes.push({ table: facts, ...this.parts.catalog.numbering() });
  }
}
