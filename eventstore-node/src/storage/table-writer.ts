import {
  commitRows,
  encodePosition,
  INDEXED_POSITION,
  POSITION_BYTES,
  type Change,
  type Database,
} from './database.js';
import type { LogEndFile } from './log-end.js';
import { TOMBSTONE_REVISION } from './recorded-event.js';
import type { Staged, Tail } from './tail.js';

/** How long events wait for company before they move into the tables. Their durability does not depend on it. */
const GATHER_MS = 100;
const RETRY_MS = 1000;
/** A tail of this size moves at once. */
const EAGER_BYTES = 2 * 1024 * 1024;
const LONGEST_OTHER_KEY_BYTES = 32;
/** Beyond this size appends wait for the tables. */
const FULL_BYTES = 32 * 1024 * 1024;

/**
 * Moves the tail into the tables, many appends in one transaction. While that fails (a full disk) it tries again; readers
 * go on, and appends are refused once the tail is full.
 */
export class TableWriter {
  private timer: NodeJS.Timeout | undefined;
  private moving: Promise<void> | undefined;
  private waiting: (() => void)[] = [];
  private failure: Error | undefined;

  constructor(
    private readonly database: Database,
    private readonly logEnd: LogEndFile,
    private readonly tail: Tail,
    /** Position of the last event in the tables. */
    public storedPosition: number,
    private readonly notice: (sentence: string) => void,
  ) {}

  /** To be called when the tail has grown. */
  schedule(): void {
    if (this.moving || this.tail.isEmpty) return;
    if (this.tail.bytes >= EAGER_BYTES && !this.failure) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.moving = this.move();
    } else this.timer ??= setTimeout(() => this.moveNow(), this.failure ? RETRY_MS : GATHER_MS);
  }

  /** Resolves when the tail has room; rejects when the tables can't be written. */
  async room(): Promise<void> {
    while (this.tail.bytes >= FULL_BYTES) {
      if (this.failure) throw this.failure;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Moves all there is, for the last time. What can't be moved now the next start enters. */
  async flush(): Promise<void> {
    await this.moving;
    while (!this.tail.isEmpty) {
      await (this.moving = this.move());
      if (this.failure) break;
    }
    clearTimeout(this.timer);
  }

  /** Writes the rows of all events up to a position. */
  async store({ events, writes }: Staged, lastPosition: number): Promise<void> {
    const { facts, index } = this.database;
    await commitRows(this.database, sizeOf({ events, writes }), () => {
      for (const { streamNumber, revision, position } of events)
        if (revision !== TOMBSTONE_REVISION) void index.put([streamNumber, revision], encodePosition(position));
      for (const { table, key, value } of writes) void table.put(key as never, value);
      void facts.put(INDEXED_POSITION, encodePosition(lastPosition));
    });
    this.logEnd.write(lastPosition);
    this.storedPosition = lastPosition;
  }

  private moveNow(): void {
    this.timer = undefined;
    this.moving ??= this.move();
  }

  private async move(): Promise<void> {
    const { staged, lastPosition } = this.tail.startMoving();
    try {
      await this.store(staged, lastPosition);
      this.tail.moved();
      if (this.failure) this.notice('The tables are written again.');
      this.failure = undefined;
    } catch (cause) {
      if (!this.failure) this.notice(`Writing the tables failed; retrying: ${String(cause)}`);
      this.failure = cause instanceof Error ? cause : new Error(String(cause));
    }
    this.moving = undefined;
    for (const resume of this.waiting.splice(0)) resume();
    this.schedule();
  }
}

/** Keys are names, or a number and a revision. */
function sizeOf({ events, writes }: Staged): Change {
  const keyBytes = (key: unknown): number => (Buffer.isBuffer(key) ? key.length : LONGEST_OTHER_KEY_BYTES);
  const bytes = writes.reduce((sum, { key, value }) => sum + keyBytes(key) + value.length, 0);
  const bytesOfIndex = events.length * (LONGEST_OTHER_KEY_BYTES + POSITION_BYTES);
  return { rows: events.length + writes.length + 1, bytes: bytesOfIndex + bytes };
}
