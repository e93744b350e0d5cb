import { randomUUID } from 'node:crypto';
import { consumerTooSlow } from '../protocol/stream-errors.js';
import { caughtUp, checkpoint, confirmation, type EventWriter } from '../protocol/read-responses.js';
import type { EventLog } from '../storage/event-log.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import type { Feed, FeedPage } from './feed.js';

/** For `/stats`. */
export interface SubscriptionCounters {
  active: number;
  cutOff: number;
}

export interface SubscriptionOptions {
  /** A live consumer that leaves more events than this waiting is cut off. */
  readonly maxWaitingEvents: number;
  readonly counters: SubscriptionCounters;
}

/** How long a client may take nothing at all before it is measured how far behind it is. A large commit alone makes nobody slow. */
const SLOW_AFTER_MS = 250;

/**
 * Sends a feed to a client: what is on disk, then `caughtUp`, then each commit as it comes. A client that reads slowly
 * makes the feed wait, not memory grow. One that was live and falls too far behind is cut off, as the server does.
 */
export class Subscription {
  private isLive = false;
  private wake: (() => void) | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly call: GrpcCall,
    private readonly feed: Feed,
    private readonly eventFrame: EventWriter,
    private readonly options: SubscriptionOptions,
  ) {}

  /** Resolves when the call is over. */
  async run(): Promise<void> {
    this.options.counters.active++;
    this.call.write(confirmation(randomUUID()));
    const stopListening = this.log.onAppended(() => this.wake?.());
    this.call.onClosed(() => this.wake?.());
    try {
      while (!this.call.isOver) await this.sendNextPage();
    } finally {
      stopListening();
      this.options.counters.active--;
    }
  }

  private async sendNextPage(): Promise<void> {
    const page = this.feed.next();
    this.send(page);
    if (this.call.mustWait) await this.drained();
    else if (page.isAtEnd) await this.waitForAppend();
    else await new Promise((resolve) => setImmediate(resolve));
  }

  private send({ events, checkpoints, isAtEnd, isMissing }: FeedPage): void {
    let sent = 0;
    for (const { afterEvents, position } of checkpoints) {
      for (; sent < afterEvents; sent++) this.call.writeFrame(this.eventFrame(events[sent] as (typeof events)[number]));
      this.call.write(checkpoint(position));
    }
    for (; sent < events.length; sent++) this.call.writeFrame(this.eventFrame(events[sent] as (typeof events)[number]));
    if (!isAtEnd || isMissing || this.isLive) return;
    this.isLive = true;
    this.call.write(caughtUp);
  }

  private waitForAppend(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = () => {
        this.wake = undefined;
        resolve();
      };
      if (this.call.isOver) this.wake();
    });
  }

  private drained(): Promise<void> {
    return new Promise((resolve) => {
      const proceed = () => {
        clearInterval(watch);
        resolve();
      };
      const watch = setInterval(() => {
        if (this.isTooSlow()) {
          this.cutOff();
          proceed();
        }
      }, SLOW_AFTER_MS);
      void this.call.drained().then(proceed);
    });
  }

  private isTooSlow(): boolean {
    const limit = this.options.maxWaitingEvents;
    return this.isLive && this.feed.countWaiting(limit) > limit;
  }

  /** What was sent already still arrives, then this error. */
  private cutOff(): void {
    this.options.counters.cutOff++;
    this.call.fail(consumerTooSlow('live'));
  }
}
