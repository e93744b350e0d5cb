import { randomUUID } from 'node:crypto';
import { consumerTooSlow } from '../protocol/stream-errors.js';
import { caughtUp, checkpoint, confirmation, type EventWriter } from '../protocol/read-responses.js';
import type { EventLog } from '../storage/event-log.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import type { Feed, FeedPage } from './feed.js';

export interface SubscriptionOptions {
  /** A live consumer that leaves more events than this waiting is cut off. */
  readonly maxWaitingEvents: number;
  /** Throws what ends the subscription, asked before each page. */
  readonly check?: () => void;
}

/** How long a client may take nothing at all before it is asked how far behind it is. A large commit alone makes nobody slow. */
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
    this.call.write(confirmation(randomUUID()));
    const stopListening = this.log.onAppended(() => this.wake?.());
    this.call.onClosed(() => this.wake?.());
    try {
      while (!this.call.isClosed) await this.sendNextPage();
    } finally {
      stopListening();
    }
  }

  private async sendNextPage(): Promise<void> {
    this.options.check?.();
    const page = this.feed.next();
    this.send(page);
    if (this.call.mustWait) await this.drained();
    else if (page.isAtEnd) await this.waitForAppend();
    else await new Promise((resolve) => setImmediate(resolve));
  }

  private send({ events, checkpoints, isAtEnd }: FeedPage): void {
    let sent = 0;
    for (const { afterEvents, position } of checkpoints) {
      for (; sent < afterEvents; sent++) this.call.writeFrame(this.eventFrame(events[sent] as (typeof events)[number]));
      this.call.write(checkpoint(position));
    }
    for (; sent < events.length; sent++) this.call.writeFrame(this.eventFrame(events[sent] as (typeof events)[number]));
    if (!isAtEnd || this.isLive) return;
    this.isLive = true;
    this.call.write(caughtUp);
  }

  private waitForAppend(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = () => {
        this.wake = undefined;
        resolve();
      };
      if (this.call.isClosed) this.wake();
    });
  }

  private async drained(): Promise<void> {
    const watch = setInterval(() => this.cutOffIfTooSlow(), SLOW_AFTER_MS);
    await this.call.drained();
    clearInterval(watch);
  }

  private cutOffIfTooSlow(): void {
    const limit = this.options.maxWaitingEvents;
    if (this.isLive && this.feed.countWaiting(limit) > limit) this.call.fail(consumerTooSlow('live'));
  }
}
