import { readHeader } from '../storage/recorded-event.js';
import type { Deliveries } from './deliveries.js';
import type { EventSource } from './event-source.js';
import type { GroupSettings } from './group-settings.js';
import type { ParkedMessages } from './parked-messages.js';
import type { Progress } from './progress.js';

/** The server reads no more at once, whatever a group's batch size. */
const LARGEST_READ = 100;

export interface IntakeParts {
  readonly source: EventSource;
  readonly parked: ParkedMessages;
  readonly progress: Progress;
  readonly deliveries: Deliveries;
  readonly settings: GroupSettings;
  /** Called with why reading stopped; the next tick reads again. */
  readonly failed: (error: unknown) => void;
  /** Called when the source can't be read any more. */
  readonly ended: () => void;
}

/** Fills a group's backlog as far as its buffer has room: with what is replayed, then with what its source has next. */
export class Intake {
  /** It takes events as they come; otherwise it is behind, because it has not got there yet or because its buffer is full. */
  isLive = false;
  /** How many events came while it was live, as far as the live buffer would hold them: a figure of the server's. */
  liveCount = 0;
  /** Place of the last event taken, or of one that has come since and waits in the log. */
  lastKnown: number | undefined;
  /** Nothing on disk is left to be taken. */
  private isAtEnd = false;
  private isScheduled = false;
  private isStopped = false;

  constructor(private readonly parts: IntakeParts) {}

  stop(): void {
    this.isStopped = true;
  }

  onAppended(): void {
    const { source } = this.parts;
    if (!source.mayHaveMore) return;
    this.lastKnown = source.arrived() ?? this.lastKnown;
    this.isAtEnd = false;
    this.schedule();
  }

  /** Goes on if there is anything to take and room for it. */
  goOn(): void {
    if (!this.isAtEnd || this.parts.parked.isReplaying) this.schedule();
  }

  /** One batch a turn of the event loop, so that appends and other readers have theirs. */
  private schedule(): void {
    if (this.isScheduled || this.isStopped) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      if (this.isStopped) return;
      try {
        this.takeBatch();
      } catch (error) {
        this.parts.failed(error);
      }
    });
  }

  private takeBatch(): void {
    const { source, deliveries, parked, settings } = this.parts;
    if (source.hasEnded && !this.isLive && !this.isAtEnd) return this.parts.ended();
    const limit = Math.max(1, settings.readBatchSize);
    if (parked.isReplaying && deliveries.backlog.hasRoomFor(limit)) this.takeParked(limit);
    const hasRoom = deliveries.backlog.hasRoomFor(limit);
    if (hasRoom) this.takeFromSource(limit);
    this.isLive = hasRoom && (this.isLive || this.isAtEnd);
    deliveries.push();
    if (deliveries.backlog.hasRoomFor(limit)) this.goOn();
  }

  private takeFromSource(limit: number): void {
    const { source, progress, deliveries, settings } = this.parts;
    const { events, isAtEnd } = source.next(Math.min(limit, LARGEST_READ));
    this.isAtEnd = isAtEnd;
    for (const { record, position, place, ordinal, before } of events) {
      progress.taken({ ordinal, before });
      this.lastKnown = Math.max(this.lastKnown ?? place, place);
      const origin = { kind: 'source', ordinal, before } as const;
      deliveries.backlog.add({ id: readHeader(record).id, position, origin, retryCount: 0, record });
    }
    if (this.isLive) this.liveCount = Math.min(settings.liveBufferSize, this.liveCount + events.length);
  }

  private takeParked(limit: number): void {
    const { parked, deliveries } = this.parts;
    for (const { record, position, revision } of parked.next(limit)) {
      const origin = { kind: 'parked', revision } as const;
      const id = readHeader(record).id;
      deliveries.backlog.addRetry({ id, position, origin, retryCount: 0, record: undefined });
    }
  }
}
