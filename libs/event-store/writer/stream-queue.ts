/** What waits at one stream: in order to be decided, and beside the queue while something is looked up. */
import type { Command, Event } from '#domain/messages.js';
import { Busy, QueueFull } from '../port/errors.js';
import type { Item } from './batch.js';
import type { WriterLimits } from './execute-command.js';

const NONE: never[] = [];

export class StreamQueue<State, C extends Command, E extends Event> {
  /** Commands beside the queue, which come back to it. */
  lookupCount = 0;
  /** Why the last append that had no answer had none, until one is settled. */
  lostTo: Error | undefined;
  /**
   * Replaced, never added to where it is empty: the array of a stream that nobody asked for a while is in V8's old generation,
   * and what was put in there would stay until that is collected, with all that its command came to.
   */
  private waiting: Item<State, C, E>[] = NONE;

  constructor(private readonly limits: Pick<WriterLimits, 'queueLength' | 'attempts'>) {}

  get length(): number {
    return this.waiting.length;
  }

  /** Throws `QueueFull`. */
  add(item: Item<State, C, E>): void {
    if (this.length + this.lookupCount >= this.limits.queueLength) throw new QueueFull();
    if (this.waiting.length === 0) this.waiting = [item];
    else this.waiting.push(item);
  }

  take(count: number): readonly Item<State, C, E>[] {
    const { waiting } = this;
    this.waiting = count < waiting.length ? waiting.slice(count) : NONE;
    return count < waiting.length ? waiting.slice(0, count) : waiting;
  }

  /** They come first. */
  putBack(items: readonly Item<State, C, E>[]): void {
    if (items.length > 0) this.waiting = [...items, ...this.waiting];
  }

  /** Rejects what can't go on being decided. What has come back to the queue goes on. */
  reject(items: readonly Item<State, C, E>[], error: unknown): void {
    const waiting = new Set(this.waiting);
    for (const item of items) if (!waiting.has(item)) item.reject(error);
  }

  /** Those that may still be decided, at this attempt. The others are `Busy`. */
  inTime(items: readonly Item<State, C, E>[], attempt = 1): readonly Item<State, C, E>[] {
    const time = performance.now();
    const isInTime = ({ decideBy }: Item<State, C, E>) => decideBy > time && attempt <= this.limits.attempts;
    if (items.every(isInTime)) return items;
    for (const item of items) if (!isInTime(item)) item.reject(new Busy(undefined, this.lostTo));
    return items.filter(isInTime);
  }

  /** Whoever waits in vain learns it in time. */
  expire(): void {
    this.waiting = [...this.inTime(this.waiting)];
  }
}
