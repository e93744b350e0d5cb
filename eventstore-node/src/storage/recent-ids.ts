/** Where an event id was first seen. */
export interface SeenEvent {
  readonly streamNumber: number;
  readonly revision: number;
  readonly position: number;
}

/**
 * The ids of the events written last, for the check that `any` and `stream_exists` make: at least so many as `atLeast`, at
 * most twice as many. Two Maps take turns, the full one displaces the other: nothing is deleted one by one. The oldest go
 * first, as in the server, which promises this check for recent events only. An id that is written again stays where it was
 * first, there as here: so it is never known in another stream.
 */
export class RecentIds {
  private recent = new Map<string, SeenEvent>();
  private older = new Map<string, SeenEvent>();

  constructor(private readonly atLeast: number) {}

  add(id: string, event: SeenEvent): void {
    if (this.recent.has(id) || this.older.has(id)) return;
    if (this.recent.size >= this.atLeast) {
      this.older = this.recent;
      this.recent = new Map();
    }
    this.recent.set(id, event);
  }

  find(id: string, streamNumber: number): SeenEvent | undefined {
    const event = this.recent.get(id) ?? this.older.get(id);
    return event?.streamNumber === streamNumber ? event : undefined;
  }

  /** After a failed commit: what lies beyond the durable end was never written. */
  forgetAfter(position: number): void {
    for (const ids of [this.recent, this.older])
      for (const [id, event] of ids) if (event.position > position) ids.delete(id);
  }
}
