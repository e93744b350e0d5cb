import { IdTable, type SeenEvent, wordsOf } from './id-table.js';

/**
 * The ids of the events written last, for the check that `any` and `stream_exists` make: at least so many as `atLeast`, at
 * most twice as many. Two tables take turns, the full one displaces the other: nothing is deleted one by one. The oldest go
 * first, as in the server, which promises this check for recent events only. An id that is written again stays where it was
 * first, there as here: so it is never known in another stream.
 */
export class RecentIds {
  private recent: IdTable;
  private older: IdTable;

  constructor(private readonly atLeast: number) {
    this.recent = new IdTable(atLeast);
    this.older = new IdTable(atLeast);
  }

  add(id: string, event: SeenEvent): void {
    const words = wordsOf(id);
    if (this.recent.has(words) || this.older.has(words)) return;
    if (this.recent.size >= this.atLeast) {
      [this.recent, this.older] = [this.older, this.recent];
      this.recent.clear();
    }
    this.recent.add(words, event);
  }

  find(id: string, streamNumber: number): SeenEvent | undefined {
    const words = wordsOf(id);
    const event = this.recent.find(words) ?? this.older.find(words);
    return event?.streamNumber === streamNumber ? event : undefined;
  }

  /** After a failed commit: what lies beyond the durable end was never written. */
  forgetAfter(position: number): void {
    for (const ids of [this.recent, this.older]) ids.forgetAfter(position);
  }
}
