import { IdTable, type SeenEvent, writeWords } from './id-table.js';

/**
 * The ids of the events written last, for the check that `any` and `stream_exists` make: at least so many as `atLeast`, at
 * most twice as many. Two tables take turns, the full one displaces the other: nothing is deleted one by one. The oldest go
 * first, as in the server, which promises this check for recent events only. An id that is written again stays where it was
 * first, there as here: so it is never known in another stream.
 */
export class RecentIds {
  private recent: IdTable;
  private older: IdTable;
  /** Of the id that is looked at. */
  private readonly words = new Int32Array(4);

  constructor(private readonly atLeast: number) {
    this.recent = new IdTable(atLeast);
    this.older = new IdTable(atLeast);
  }

  add(id: string, streamNumber: number, revision: number, position: number): void {
    const words = writeWords(id, this.words);
    if (this.older.has(words) || !this.recent.add(words, streamNumber, revision, position)) return;
    if (this.recent.size < this.atLeast) return;
    [this.recent, this.older] = [this.older, this.recent];
    this.recent.clear();
  }

  find(id: string, streamNumber: number): SeenEvent | undefined {
    const words = writeWords(id, this.words);
    const event = this.recent.find(words) ?? this.older.find(words);
    return event?.streamNumber === streamNumber ? event : undefined;
  }

  /** After a failed commit: what lies beyond the durable end was never written. */
  forgetAfter(position: number): void {
    for (const ids of [this.recent, this.older]) ids.forgetAfter(position);
  }
}
