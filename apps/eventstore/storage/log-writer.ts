import { randomUUID } from 'node:crypto';
import { decideAppend, type AppendDecision, type KnownEvents } from './append-decision.js';
import { exactRevision, NO_REVISION, type ExpectedRevision } from './expected-revision.js';
import type { EventEntry } from './event-entry.js';
import type { GroupCommit } from './group-commit.js';
import { encodeRecordedEvent, TOMBSTONE_REVISION, type ProposedEvent } from './recorded-event.js';
import type { StreamCatalog, StreamState } from './stream-catalog.js';
import {
  isMetastream,
  isSoftDeleted,
  METADATA_EVENT_TYPE,
  metastreamOf,
  parseObject,
  SOFT_DELETE_METADATA,
  streamOfMetastream,
} from './stream-settings.js';
import { nothingStaged, type Staged } from './tail.js';

export type AppendOutcome =
  | { readonly kind: 'success'; readonly revision: number; readonly position: number }
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
const JSON_CONTENT = 'application/json';
const NOTHING = Buffer.alloc(0);

/** An event that the node writes on a client's behalf. */
const ownEvent = (type: string, data: Buffer): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: JSON_CONTENT,
  data,
  metadata: NOTHING,
});

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
    const staged = nothingStaged();
    if (stream && isSoftDeleted(stream.settings)) this.undelete(stream, staged);
    let revision = stream?.lastRevision ?? NO_REVISION;
    for (const event of events) this.record(streamName, ++revision, event, staged);
    return this.committed(revision, staged);
  }

  /** Hides what the stream holds; its revisions go on with the next append. */
  async softDelete(streamName: string, expected: ExpectedRevision): Promise<AppendOutcome> {
    const stream = this.parts.catalog.find(streamName);
    const refusal = this.refuseDelete(stream, expected);
    if (refusal) return this.whenItHolds(stream, refusal);
    if (!stream || stream.lastRevision === NO_REVISION) return { kind: 'wrong-expected-revision', actual: NO_REVISION };
    const staged = nothingStaged();
    this.setMetadata(streamName, SOFT_DELETE_METADATA, staged);
    return this.committed(stream.lastRevision, staged);
  }

  /** Ends the stream for ever. */
  async tombstone(streamName: string, expected: ExpectedRevision): Promise<AppendOutcome> {
    const existing = this.parts.catalog.find(streamName);
    const refusal = this.refuseDelete(existing, expected);
    if (refusal) return this.whenItHolds(existing, refusal);
    const staged = nothingStaged();
    this.record(streamName, TOMBSTONE_REVISION, ownEvent(TOMBSTONE_EVENT_TYPE, NOTHING), staged);
    return this.committed(TOMBSTONE_REVISION, staged);
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

  private async committed(revision: number, staged: Staged): Promise<AppendOutcome> {
    const position = this.nextPosition - 1;
    await this.parts.commits.stage(staged, position);
    return { kind: 'success', revision, position };
  }

  private record(streamName: string, revision: number, event: ProposedEvent, staged: Staged): void {
    const position = this.nextPosition++;
    const createdTicks = Date.now() + TICKS_PER_MILLISECOND;
    const { id, type, contentType, data, metadata } = event;
    const recorded = { id, type, contentType, data, metadata, streamName, revision, position, createdTicks };
    this.parts.entry.enter(recorded, encodeRecordedEvent(recorded), staged);
  }

  private setMetadata(streamName: string, json: string, staged: Staged): void {
    const metastream = metastreamOf(streamName);
    const revision = (this.parts.catalog.find(metastream)?.lastRevision ?? NO_REVISION) + 1;
    this.record(metastream, revision, ownEvent(METADATA_EVENT_TYPE, Buffer.from(json)), staged);
  }

  /** The server's way: a metadata event says that the stream begins after its deleted events. */
  private undelete(stream: StreamState, staged: Staged): void {
    const kept = parseObject(this.parts.lastMetadata(stream) ?? NOTHING);
    this.setMetadata(stream.name, JSON.stringify({ ...kept, $tb: stream.lastRevision + 1 }), staged);
  }
}
