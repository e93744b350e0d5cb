import type { Database as Table, Key } from 'lmdb';
import type { RootDatabase } from 'lmdb';

export interface Write {
  readonly table: Table<Buffer, any>;
  readonly key: Key | Uint8Array | readonly number[];
  /** `undefined` removes the key. */
  readonly value: Buffer | undefined;
}

interface Batch {
  readonly writes: Write[];
  readonly durable: Promise<void>;
  settle(error?: Error): void;
  lastPosition: number;
}

const openBatch = (): Batch => {
  let settle!: (error?: Error) => void;
  const durable = new Promise<void>((resolve, reject) => {
    settle = (error) => (error ? reject(error) : resolve());
  });
  durable.catch(() => undefined);
  return { writes: [], durable, settle, lastPosition: 0 };
};

/**
 * Gathers what arrives while a commit is under way and commits it together with the next: one transaction, one fsync,
 * however many appends. A failed commit fails every write that was decided on top of it too.
 */
export class GroupCommit {
  private open = openBatch();
  private inFlight: Batch | undefined;
  private isScheduled = false;

  constructor(
    private readonly root: RootDatabase,
    private readonly on: { committed(lastPosition: number): void; failed(error: Error): void },
  ) {}

  /** Resolves when the writes are on disk. */
  stage(writes: readonly Write[], lastPosition: number): Promise<void> {
    for (const write of writes) this.open.writes.push(write);
    this.open.lastPosition = lastPosition;
    this.schedule();
    return this.open.durable;
  }

  /** Resolves when the event at `position`, staged before, is on disk. */
  durable(position: number): Promise<void> {
    if (this.open.lastPosition !== 0 && position > (this.inFlight?.lastPosition ?? 0)) return this.open.durable;
    return this.inFlight?.durable ?? Promise.resolve();
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.inFlight || this.open.writes.length > 0)
      await (this.inFlight ?? this.open).durable.catch(() => undefined);
  }

  private schedule(): void {
    if (this.isScheduled || this.inFlight) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      void this.commit();
    });
  }

  private async commit(): Promise<void> {
    const batch = (this.inFlight = this.open);
    this.open = openBatch();
    try {
      await this.root.batch(() => {
        for (const { table, key, value } of batch.writes)
          void (value === undefined ? table.remove(key) : table.put(key, value));
      });
      this.inFlight = undefined;
      this.on.committed(batch.lastPosition);
      batch.settle();
    } catch (cause) {
      this.fail(batch, cause instanceof Error ? cause : new Error(String(cause)));
    }
    if (this.open.writes.length > 0) this.schedule();
  }

  private fail(batch: Batch, error: Error): void {
    const decidedOnTop = this.open;
    this.open = openBatch();
    this.inFlight = undefined;
    this.on.failed(error);
    batch.settle(error);
    decidedOnTop.settle(error);
  }
}
