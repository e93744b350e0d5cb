import type { Segments } from './segments.js';
import { nothingStaged, type Staged } from './tail.js';

interface Batch extends Staged {
  readonly durable: Promise<void>;
  settle(error?: Error): void;
  lastPosition: number;
  /** The earliest of its appends' deadlines. */
  deadlineAt: number;
}

/**
 * A commit that begins later than this after the deadline of an append in it writes nothing. Up to then it is on its way,
 * as at the server: else whoever requests the impossible, milliseconds, would have the others' appends fail with his.
 */
const TOLERATED_MS = 500;

/** Nothing of the group was written, because the time of one of its appends had passed. Whose has not may be decided again. */
export class CameTooLate extends Error {
  constructor() {
    super('The time of an append in the same group had passed');
  }
}

const openBatch = (): Batch => {
  let settle!: (error?: Error) => void;
  const durable = new Promise<void>((resolve, reject) => {
    settle = (error) => (error ? reject(error) : resolve());
  });
  durable.catch(() => undefined);
  return { ...nothingStaged(), durable, settle, lastPosition: 0, deadlineAt: Infinity };
};

export interface CommitListener {
  /** Resolves when more may be committed. */
  room(): Promise<void>;
  committed(staged: Staged, lastPosition: number): void;
  failed(): void;
}

/**
 * Gathers what arrives while a commit is under way and commits it together: one fsync, however many appends. A failed
 * commit fails every append that was decided on top of it too.
 */
export class GroupCommit {
  private open = openBatch();
  private inFlight: Batch | undefined;
  private isScheduled = false;

  constructor(
    private readonly segments: Segments,
    private readonly listener: CommitListener,
  ) {}

  /** Resolves when the events are on disk. Rejects with `CameTooLate` instead if `deadlineAt` is long past by then. */
  stage({ events, writes }: Staged, lastPosition: number, deadlineAt = Infinity): Promise<void> {
    for (const event of events) this.open.events.push(event);
    for (const write of writes) this.open.writes.push(write);
    this.open.lastPosition = lastPosition;
    if (deadlineAt < this.open.deadlineAt) this.open.deadlineAt = deadlineAt;
    this.schedule();
    return this.open.durable;
  }

  /** Resolves when the event at `position`, staged before, is on disk. */
  async durable(position: number): Promise<void> {
    if (this.inFlight && position <= this.inFlight.lastPosition) return this.inFlight.durable;
    if (this.open.events.length > 0 && position <= this.open.lastPosition) return this.open.durable;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.inFlight || this.open.events.length > 0)
      await (this.inFlight ?? this.open).durable.catch(() => undefined);
  }

  private schedule(): void {
    if (this.isScheduled || this.inFlight) return;
    this.isScheduled = true;
    // What else this turn of the event loop has brought in joins the group.
    setImmediate(() => {
      this.isScheduled = false;
      void this.commit();
    });
  }

  private async commit(): Promise<void> {
    const batch = (this.inFlight = this.open);
    this.open = openBatch();
    try {
      await this.listener.room();
      if (Date.now() > batch.deadlineAt + TOLERATED_MS) throw new CameTooLate();
      await this.segments.append(batch.events.map(({ record }) => record));
      this.inFlight = undefined;
      this.listener.committed(batch, batch.lastPosition);
      batch.settle();
    } catch (cause) {
      this.fail(batch, cause instanceof Error ? cause : new Error(String(cause)));
    }
    if (this.open.events.length > 0) this.schedule();
  }

  private fail(batch: Batch, error: Error): void {
    const decidedOnTop = this.open;
    this.open = openBatch();
    this.inFlight = undefined;
    this.listener.failed();
    batch.settle(error);
    decidedOnTop.settle(error);
  }
}
