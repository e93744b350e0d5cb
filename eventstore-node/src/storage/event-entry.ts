import { streamNameKey, type Database } from './database.js';
import type { RecentIds } from './recent-ids.js';
import { JSON_CONTENT, TOMBSTONE_REVISION, type RecordedEvent } from './recorded-event.js';
import { encodeStream, type StreamCatalog, type StreamState } from './stream-catalog.js';
import { isMetastream, parseSettings, streamOfMetastream } from './stream-settings.js';
import type { Staged, Write } from './tail.js';

/**
 * Takes an event in: what it changes of its stream, and its rows. New appends and the
 * replay after a crash come through here alike, so both arrive at the same state.
 */
export class EventEntry {
  constructor(
    private readonly database: Database,
    private readonly catalog: StreamCatalog,
    private readonly recentIds: RecentIds,
  ) {}

  /** `known`: the event's stream, where the caller has found it. */
  enter(event: RecordedEvent, record: Buffer, { events, writes }: Staged, known?: StreamState): StreamState {
    const { streamName, revision, position } = event;
    const stream = known ?? this.catalog.find(streamName) ?? this.catalog.create(streamName);
    const isNew = stream.changedAt === Infinity;
    stream.changedAt = position;
    events.push({ streamNumber: stream.number, revision, position, record, framed: undefined });
    if (revision === TOMBSTONE_REVISION) stream.isTombstoned = true;
    else {
      stream.lastRevision = revision;
      stream.lastPosition = position;
    }
    if (isNew || stream.isTombstoned) this.persist(stream, writes);
    if (isMetastream(streamName)) this.applyMetadata(event, writes);
    this.recentIds.add(event.id, stream.number, revision, position);
    return stream;
  }

  /** Whatever its type, as on the server; but only JSON counts, and metadata have no metadata of their own. */
  private applyMetadata({ streamName, contentType, data, position }: RecordedEvent, writes: Write[]): void {
    const name = streamOfMetastream(streamName);
    if (isMetastream(name)) return;
    const stream = this.catalog.find(name) ?? this.catalog.create(name);
    stream.settings = contentType === JSON_CONTENT ? parseSettings(data) : {};
    stream.changedAt = position;
    this.persist(stream, writes);
  }

  private persist(stream: StreamState, writes: Write[]): void {
    const { streams, facts } = this.database;
    writes.push({ table: streams, key: streamNameKey(stream.name), value: encodeStream(stream) });
    writes.push({ table: facts, ...this.catalog.numbering() });
  }
}
