import { randomUUID } from 'node:crypto';
import { decideAppend, type AppendDecision, type KnownEvents } from './append-decision.js';
import { NO_REVISION, type ExpectedRevision } from './expected-revision.js';
import type { EventEntry } from './event-entry.js';
import type { GroupCommit } from './group-commit.js';
import {
  BINARY_CONTENT,
  encodeRecordedEvent,
  JSON_CONTENT,
  TOMBSTONE_REVISION,
  type ProposedEvent,
} from './recorded-event.js';
import type { StreamCatalog, StreamState } from './stream-catalog.js';
import {
  isMetastream,
  isSoftDeleted,
  METADATA_EVENT_TYPE,
  metastreamOf,
  objectIn,
  SOFT_DELETE_METADATA,
  streamOfMetastream,
} from './stream-settings.js';
import { nothingStaged, type Staged } from './tail.js';

export type AppendOutcome =
  | { readonly kind: 'success'; readonly revision: number; readonly position: number | undefined }
  | Extract<AppendDecision, { kind: 'wrong-expected-revision' | 'stream-deleted' }>;

/** What the writer needs of the log it writes to. */
export interface WriterParts {
  readonly entry: EventEntry;
  readonly catalog: StreamCatalog;
  readonly commits: GroupCommit;
  readonly known: KnownEvents;
  /** The metadata event last written for a stream. */
  lastMetadata(stream: StreamState): Uint8Array | undefined;
}

const TICKS_PER_MILLISECOND = '0000';
const TOMBSTONE_EVENT_TYPE = '$streamDeleted';
const NOTHING = Buffer.alloc(0);

/** An event that the node writes on a client's behalf. */
const ownEvent = (type: string, contentType: string, data: Buffer): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType,
  data,
  metadata: NOTHING,
});

/**
 * Decides appends one after the other, against what is already on its way to disk, and answers when that is there.
 * Between a decision and its staging nothing is awaited: that is all the isolation there is, and all that is needed.
 */
export class LogWriter {
  private lastMs = 0;
  private lastTicks = '';

  constructor(
    private readonly parts: WriterParts,
    private nextPosition: number,
  ) {}

  /** After a failed commit. */
  continueFrom(position: number): void {
    this.nextPosition = position;
  }

  /** Throws `CameTooLate` where it came to `deadlineAt`, its own or another's of the same group, before it was written. */
  async append(
    streamName: string,
    expected: ExpectedRevision,
    events: readonly ProposedEvent[],
    deadlineAt?: number,
  ): Promise<AppendOutcome> {
    const stream = this.parts.catalog.find(streamName);
    const decision = this.decide(stream, streamName, expected, events);
    if (decision.kind !== 'write') return this.whenItHolds(stream, decision);
    const staged = nothingStaged();
    const deleted = this.softDeletedBehind(streamName, stream);
    let revision = stream?.lastRevision ?? NO_REVISION;
    const beginsAt = (deleted?.lastRevision ?? NO_REVISION) + 1;
    let known = stream;
    for (const event of events) known = this.record(streamName, ++revision, event, staged, known);
    const position = this.nextPosition - 1;
    if (deleted) {
      const newMetadata = deleted === stream ? undefined : events.at(-1)?.data;
      this.undelete(deleted, newMetadata ?? this.parts.lastMetadata(deleted), beginsAt, staged);
    }
    await this.parts.commits.stage(staged, this.nextPosition - 1, deadlineAt);
    return { kind: 'success', revision, position };
  }

  /** Hides what the stream holds; its revisions go on with the next append. */
  async softDelete(streamName: string, expected: ExpectedRevision): Promise<AppendOutcome> {
    const stream = this.parts.catalog.find(streamName);
    const decision = this.decideRemoval(stream, streamName, expected);
    if (decision.kind !== 'write') return this.whenItHolds(stream, decision);
    const revision = stream?.lastRevision ?? NO_REVISION;
    if (revision === NO_REVISION && !this.parts.known.hasMetadata(streamName))
      return { kind: 'wrong-expected-revision', actual: NO_REVISION };
    const staged = nothingStaged();
    this.setMetadata(streamName, SOFT_DELETE_METADATA, staged);
    return this.committed(revision, this.nextPosition - 1, staged);
  }

  /** Ends the stream for ever. */
  async tombstone(streamName: string, expected: ExpectedRevision): Promise<AppendOutcome> {
    const existing = this.parts.catalog.find(streamName);
    const decision = this.decideRemoval(existing, streamName, expected);
    if (decision.kind !== 'write') return this.whenItHolds(existing, decision);
    const staged = nothingStaged();
    this.record(streamName, TOMBSTONE_REVISION, ownEvent(TOMBSTONE_EVENT_TYPE, BINARY_CONTENT, NOTHING), staged);
    return this.committed(TOMBSTONE_REVISION, this.nextPosition - 1, staged);
  }

  private decide(
    stream: StreamState | undefined,
    streamName: string,
    expected: ExpectedRevision,
    events: readonly { readonly id: string }[],
  ): AppendDecision {
    if (isMetastream(streamName) && this.parts.catalog.find(streamOfMetastream(streamName))?.isTombstoned)
      return { kind: 'stream-deleted' };
    return decideAppend(stream, expected, events, this.parts.known, streamName);
  }

  /** As an append of one event that nobody has sent before. */
  private decideRemoval(
    stream: StreamState | undefined,
    streamName: string,
    expected: ExpectedRevision,
  ): AppendDecision {
    return this.decide(stream, streamName, expected, [{ id: randomUUID() }]);
  }

  /** The deleted stream that an append to it, or to its metadata, brings back. */
  private softDeletedBehind(streamName: string, found: StreamState | undefined): StreamState | undefined {
    const stream = isMetastream(streamName) ? this.parts.catalog.find(streamOfMetastream(streamName)) : found;
    return stream && isSoftDeleted(stream.settings) ? stream : undefined;
  }

  /** An answer that rests on events still on their way to disk waits for them. */
  private async whenItHolds(stream: StreamState | undefined, decision: AppendDecision): Promise<AppendOutcome> {
    if (stream) await this.parts.commits.durable(stream.changedAt);
    if (decision.kind === 'already-written') return { ...decision, kind: 'success' };
    return decision as AppendOutcome;
  }

  private async committed(revision: number, position: number, staged: Staged): Promise<AppendOutcome> {
    await this.parts.commits.stage(staged, this.nextPosition - 1);
    return { kind: 'success', revision, position };
  }

  private record(
    streamName: string,
    revision: number,
    event: ProposedEvent,
    staged: Staged,
    known?: StreamState,
  ): StreamState {
    const position = this.nextPosition++;
    const createdTicks = this.ticks();
    const { id, type, contentType, data, metadata } = event;
    const recorded = { id, type, contentType, data, metadata, streamName, revision, position, createdTicks };
    return this.parts.entry.enter(recorded, encodeRecordedEvent(recorded), staged, known);
  }

  /** Of now, as text: the same one within a millisecond. */
  private ticks(): string {
    const now = Date.now();
    if (now !== this.lastMs) {
      this.lastMs = now;
      this.lastTicks = now + TICKS_PER_MILLISECOND;
    }
    return this.lastTicks;
  }

  private setMetadata(streamName: string, json: string, staged: Staged): void {
    const metastream = metastreamOf(streamName);
    const revision = (this.parts.catalog.find(metastream)?.lastRevision ?? NO_REVISION) + 1;
    this.record(metastream, revision, ownEvent(METADATA_EVENT_TYPE, JSON_CONTENT, Buffer.from(json)), staged);
  }

  /**
   * The server's way: a metadata event behind those of the append states that the stream begins after its deleted ones.
   * Metadata that can't be read are left alone: they count for nothing, and the deleted events are back.
   */
  private undelete(stream: StreamState, metadata: Uint8Array | undefined, beginsAt: number, staged: Staged): void {
    const kept = metadata ? objectIn(metadata) : {};
    if (kept) this.setMetadata(stream.name, JSON.stringify({ ...kept, $tb: beginsAt }), staged);
  }
}
