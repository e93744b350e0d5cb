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

  constructor(private readonly limit: number) {}

  add(id: string, event: SeenEvent): void {
    if (this.seen.has(id)) return;
    this.seen.set(id, event);
    if (this.seen.size > this.limit) this.seen.delete(this.seen.keys().next().value as string);
  }

  find(id: string, streamNumber: number): SeenEvent | undefined {
    const event = this.seen.get(id);
    return event?.streamNumber === streamNumber ? event : undefined;
  }

  /** After a failed commit: what lies beyond the durable end was never written. */
  forgetAfter(position: number): void {
    for (const [id, event] of this.seen) if (event.position > position) this.seen.delete(id);
  }
}
