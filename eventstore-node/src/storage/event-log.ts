import { EventEntry } from './event-entry.js';
import { NO_REVISION } from './expected-revision.js';
import { GroupCommit } from './group-commit.js';
import { closeLogFiles, indexedPosition, openLogFiles, type LogFiles } from './log-files.js';
import type { LogParts } from './log-parts.js';
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
  /** A file of events is finished when it reaches this size. */
  readonly segmentBytes: number;
  /** How much memory the states of streams may take. */
  readonly cachedStreamBytes: number;
  /** So many event ids are known at least. */
  readonly recentIds: number;
  /** Called with a sentence for each thing that the log does unrequested. */
  readonly notice: (sentence: string) => void;
}

/** How many of the last events' ids are known again after a start: a client may repeat what a crash left unanswered. */
const IDS_KNOWN_AFTER_START = 10_000;
const ENTERED_AT_ONCE = 10_000;
/** How often it is looked whether the tables have what a scavenge waits for. */
const TABLES_AGAIN_MS = 20;

/**
 * The log: every event by position, and each stream's index. Positions count 1, 2, 3 …; an event is seen by readers and
 * its append acknowledged when a segment has it on disk. The tables follow a moment later.
 */
export class EventLog {
  readonly reader: LogReader;
  readonly writer: LogWriter;
  readonly catalog: StreamCatalog;
  private readonly tail = new Tail();
  private readonly tables: TableWriter;
  private readonly commits: GroupCommit;
  private readonly recentIds: RecentIds;
  private readonly entry: EventEntry;
  private readonly listeners = new Set<() => void>();
  /** Position of the last event on disk; 0 for none. */
  durablePosition: number;

  /** Opens the log of a directory and enters what a crash left out of its tables; or throws, and has nothing open. */
  static async open(options: EventLogOptions): Promise<EventLog> {
    const files = await openLogFiles(options.directory, options);
    try {
      const log = new EventLog(options, files);
      await log.recover();
      return log;
    } catch (error) {
      await closeLogFiles(files);
      throw error;
    }
  }

  private constructor(
    options: EventLogOptions,
    private readonly files: LogFiles,
  ) {
    const { segments, database, logEnd } = files;
    const { tail } = this;
    this.durablePosition = segments.lastPosition;
    this.tables = new TableWriter(database, logEnd, tail, indexedPosition(database), options.notice);
    this.reader = new LogReader({ segments, database, tail }, () => this.durablePosition);
    this.catalog = new StreamCatalog(database, options.cachedStreamBytes, () => this.tables.storedPosition);
    this.recentIds = new RecentIds(options.recentIds);
    this.entry = new EventEntry(database, this.catalog, this.recentIds);
    this.commits = new GroupCommit(segments, {
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

  /** The next append begins a new file; what is in those before it can be scavenged then. */
  rollOver(): void {
    this.files.segments.rollOver();
  }

  /** What a scavenge works on. One at a time: it changes files and tables beneath the log. */
  get parts(): LogParts {
    const { segments, database } = this.files;
    return {
      segments,
      database,
      catalog: this.catalog,
      durablePosition: () => this.durablePosition,
      inTables: (position, isStopping) => this.inTables(position, isStopping),
    };
  }

  async close(): Promise<void> {
    await this.commits.idle();
    try {
      await this.tables.flush();
    } finally {
      await closeLogFiles(this.files);
    }
  }

  /** What a crash left in the segments but not in the tables is entered now, in bounded steps. */
  private async recover(): Promise<void> {
    for (let staged = nothingStaged(); this.tables.storedPosition < this.durablePosition; staged = nothingStaged()) {
      let at = this.tables.storedPosition + 1;
      while (at <= this.durablePosition && staged.events.length < ENTERED_AT_ONCE) at = this.enterPage(at, staged);
      await this.tables.store(staged, at - 1);
    }
    this.rememberLastIds();
  }

  private enterPage(start: number, staged: Staged): number {
    const page = this.reader.forwards(start, ENTERED_AT_ONCE);
    for (const { record } of page) this.entry.enter(decodeRecordedEvent(record), record, staged);
    // Positions are not counted up: a scavenge leaves gaps.
    return (page[page.length - 1]?.position ?? this.durablePosition) + 1;
  }

  private async inTables(position: number, isStopping: () => boolean): Promise<boolean> {
    while (this.tables.storedPosition < position) {
      if (isStopping()) return false;
      await new Promise((resolve) => setTimeout(resolve, TABLES_AGAIN_MS));
    }
    return true;
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

  /** What memory has of streams may include events that were never written: it is built again from what is durable. */
  private onFailed(): void {
    this.recentIds.forgetAfter(this.durablePosition);
    this.catalog.forgetAll();
    for (const { record } of this.tail.all()) this.entry.enter(decodeRecordedEvent(record), record, nothingStaged());
    this.writer.continueFrom(this.durablePosition + 1);
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
    if (stream) this.recentIds.add(id, stream.number, revision, position);
  }
}
