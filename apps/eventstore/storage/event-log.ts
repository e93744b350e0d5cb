import { openDatabase, type Database } from './database.js';
import { GroupCommit } from './group-commit.js';
import { LogReader } from './log-reader.js';
import { LogWriter } from './log-writer.js';
import { NO_REVISION } from './expected-revision.js';
import { RecentIds } from './recent-ids.js';
import { decodeRecordedEvent, readHeader } from './recorded-event.js';
import { StreamCatalog, type StreamState } from './stream-catalog.js';
import { metastreamOf } from './stream-settings.js';

export interface EventLogOptions {
  readonly directory: string;
  /** False: nothing is synced, for tests that may lose everything. */
  readonly isDurable: boolean;
  readonly cachedStreams: number;
  readonly recentIds: number;
}

/** How many of the last events' ids are known again after a start: a client may repeat what a crash left unanswered. */
const IDS_KNOWN_AFTER_START = 10_000;

/**
 * The log: every event by position, and each stream's index. Positions count 1, 2, 3 …; an event is seen by readers and
 * its append acknowledged only when it is on disk.
 */
export class EventLog {
  readonly reader: LogReader;
  readonly writer: LogWriter;
  readonly catalog: StreamCatalog;
  private readonly database: Database;
  private readonly commits: GroupCommit;
  private readonly recentIds: RecentIds;
  private readonly listeners = new Set<() => void>();
  /** Position of the last event on disk; 0 for none. */
  durablePosition: number;

  constructor(options: EventLogOptions) {
    this.database = openDatabase(options.directory, options);
    this.durablePosition = this.storedLastPosition();
    this.reader = new LogReader(this.database, () => this.durablePosition);
    this.catalog = new StreamCatalog(this.database, options.cachedStreams, () => this.durablePosition);
    this.recentIds = new RecentIds(options.recentIds);
    this.commits = new GroupCommit(this.database.root, {
      committed: (position) => this.onCommitted(position),
      failed: () => this.onFailed(),
    });
    this.writer = this.openWriter();
    this.rememberLastIds();
  }

  /** Calls back after each commit, until the returned function is called. */
  onAppended(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    await this.commits.idle();
    await this.database.root.close();
  }

  private openWriter(): LogWriter {
    const { database, catalog, commits, recentIds, reader } = this;
    const endOfLog = () => this.durablePosition;
    const known = {
      recentIds,
      get lastPosition() {
        return endOfLog();
      },
      hasMetadata: (name: string) => (catalog.find(metastreamOf(name))?.lastRevision ?? NO_REVISION) !== NO_REVISION,
      eventAt: (stream: StreamState, revision: number) => reader.eventAt(stream, revision),
    };
    const lastMetadata = (stream: StreamState) => {
      const metastream = catalog.find(metastreamOf(stream.name));
      return metastream && reader.eventAt(metastream, metastream.lastRevision)?.data;
    };
    return new LogWriter({ database, catalog, commits, known, lastMetadata }, this.durablePosition + 1);
  }

  private onCommitted(position: number): void {
    this.durablePosition = position;
    for (const listener of this.listeners) listener();
  }

  private onFailed(): void {
    this.durablePosition = this.storedLastPosition();
    this.recentIds.forgetAfter(this.durablePosition);
    this.catalog.forgetAll();
    this.writer.continueFrom(this.durablePosition + 1);
  }

  private storedLastPosition(): number {
    for (const position of this.database.events.getKeys({ reverse: true, limit: 1 })) return position;
    return 0;
  }

  private rememberLastIds(): void {
    for (const { position, record } of this.reader
      .backwards(this.durablePosition + 1, IDS_KNOWN_AFTER_START)
      .reverse()) {
      const stream = this.catalog.find(readHeader(record).streamName);
      const { id, revision } = decodeRecordedEvent(record);
      if (stream) this.recentIds.add(id, { streamNumber: stream.number, revision, position });
    }
  }
}
