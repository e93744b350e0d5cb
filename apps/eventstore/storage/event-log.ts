import { openDatabase, type Database } from './database.js';
import { EventEntry } from './event-entry.js';
import { NO_REVISION } from './expected-revision.js';
import { GroupCommit } from './group-commit.js';
import { Journal } from './journal.js';
import { LogReader } from './log-reader.js';
import { LogWriter } from './log-writer.js';
import { RecentIds } from './recent-ids.js';
import { decodeRecordedEvent } from './recorded-event.js';
import { StreamCatalog, type StreamState } from './stream-catalog.js';
import { metastreamOf } from './stream-settings.js';
import { TableWriter } from './table-writer.js';
import { nothingStaged, Tail, type Staged } from './tail.js';

export interface EventLogOptions {
  readonly directory: string;
  /** False: nothing is synced, for tests that may lose everything. */
  readonly isDurable: boolean;
  readonly cachedStreams: number;
  readonly recentIds: number;
  /** Told what the log did on its own account, in a sentence. */
  readonly notice: (sentence: string) => void;
}

/** How many of the last events' ids are known again after a start: a client may repeat what a crash left unanswered. */
const IDS_KNOWN_AFTER_START = 10_000;

/**
 * The log: every event by position, and each stream's index. Positions count 1, 2, 3 …; an event is seen by readers and
 * its append acknowledged when the journal has it on disk. The tables follow a moment later.
 */
export class EventLog {
  readonly reader: LogReader;
  readonly writer: LogWriter;
  readonly catalog: StreamCatalog;
  private readonly database: Database;
  private readonly journal: Journal;
  private readonly tail = new Tail();
  private readonly tables: TableWriter;
  private readonly commits: GroupCommit;
  private readonly recentIds: RecentIds;
  private readonly entry: EventEntry;
  private readonly listeners = new Set<() => void>();
  /** Position of the last event on disk; 0 for none. */
  durablePosition: number;

  /** Opens the log of a directory and takes in what a crash left in its journal. */
  static async open(options: EventLogOptions): Promise<EventLog> {
    const log = new EventLog(options);
    await log.recover();
    return log;
  }

  private constructor(options: EventLogOptions) {
    this.database = openDatabase(options.directory, options);
    this.durablePosition = this.lastStoredPosition();
    this.journal = new Journal(options.directory, options);
    this.tables = new TableWriter(this.database, this.tail, this.journal, this.durablePosition, options.notice);
    const storedPosition = () => this.tables.storedPosition;
    this.reader = new LogReader(
      { database: this.database, tail: this.tail, storedPosition },
      () => this.durablePosition,
    );
    this.catalog = new StreamCatalog(this.database, options.cachedStreams, storedPosition);
    this.recentIds = new RecentIds(options.recentIds);
    this.entry = new EventEntry(this.database, this.catalog, this.recentIds);
    this.commits = new GroupCommit(this.journal, {
      room: () => this.tables.room(),
      committed: (staged, position) => this.onCommitted(staged, position),
      failed: () => this.onFailed(),
    });
    this.writer = this.openWriter();
  }

  /** Calls back after each commit, until the returned function is called. */
  onAppended(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    await this.commits.idle();
    await this.tables.flush();
    this.journal.close();
    this.journal.clear();
    await this.database.root.close();
  }

  private async recover(): Promise<void> {
    const staged = nothingStaged();
    this.rememberLastIds();
    this.journal.replay((record) => {
      const event = decodeRecordedEvent(record);
      if (event.position > this.durablePosition) this.entry.enter(event, record, staged);
    });
    const last = staged.events[staged.events.length - 1];
    if (last) {
      this.onCommitted(staged, last.position);
      await this.tables.flush();
      this.writer.continueFrom(last.position + 1);
    }
    this.journal.clear();
  }

  private openWriter(): LogWriter {
    const { catalog, commits, recentIds, reader, entry } = this;
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
    return new LogWriter({ entry, catalog, commits, known, lastMetadata }, this.durablePosition + 1);
  }

  private onCommitted(staged: Staged, position: number): void {
    this.tail.add(staged);
    this.durablePosition = position;
    this.tables.schedule();
    for (const listener of this.listeners) listener();
  }

  /** What memory tells of streams may include events that were never written: it is told again from what is durable. */
  private onFailed(): void {
    this.recentIds.forgetAfter(this.durablePosition);
    this.catalog.forgetAll();
    for (const { record } of this.tail.all()) this.entry.enter(decodeRecordedEvent(record), record, nothingStaged());
    this.writer.continueFrom(this.durablePosition + 1);
  }

  private lastStoredPosition(): number {
    for (const position of this.database.events.getKeys({ reverse: true, limit: 1 })) return position;
    return 0;
  }

  private rememberLastIds(): void {
    for (let at = Math.max(1, this.durablePosition - IDS_KNOWN_AFTER_START); ;) {
      const page = this.reader.forwards(at, 1000);
      for (const { record } of page) this.remember(record);
      const last = page[page.length - 1];
      if (!last) return;
      at = last.position + 1;
    }
  }

  private remember(record: Buffer): void {
    const { id, streamName, revision, position } = decodeRecordedEvent(record);
    const stream = this.catalog.find(streamName);
    if (stream) this.recentIds.add(id, { streamNumber: stream.number, revision, position });
  }
}
