import { Queue } from './queue.js';

/** Where an event id was first seen. */
export interface SeenEvent {
  readonly streamNumber: number;
  readonly revision: number;
  readonly position: number;
}

/**
 * The ids of the events written last, for the check that `any` and `stream_exists` make. Bounded: the oldest go first,
 * as in the server, which promises this check for recent events only. An id that is written again stays where it was
 * first, there as here: so it is never known in another stream.
 */
export class RecentIds {
  private readonly seen = new Map<string, SeenEvent>();
  /** The same ids in the order in which they came. */
  private readonly order = new Queue<string>();

  constructor(private readonly limit: number) {}

  add(id: string, event: SeenEvent): void {
    if (this.seen.has(id)) return;
    this.seen.set(id, event);
    this.order.push(id);
    if (this.order.length > this.limit) this.seen.delete(this.order.shift() as string);
  }

  find(id: string, streamNumber: number): SeenEvent | undefined {
    const event = this.seen.get(id);
    return event?.streamNumber === streamNumber ? event : undefined;
  }

  /** After a failed commit: what lies beyond the durable end was never written. It came last. */
  forgetAfter(position: number): void {
    for (let id = this.order.pop(); id !== undefined; id = this.order.pop()) {
      const event = this.seen.get(id) as SeenEvent;
      if (event.position <= position) return this.order.push(id);
      this.seen.delete(id);
    }
  }
}
