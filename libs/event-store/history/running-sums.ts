/** What questions about the past need beside the state: sums that are folded over a stream's entries, one after the other. */
import type { Event } from '#domain/messages.js';

export type RunningSums<Sums, E extends Event> = {
  /** Of the shape that is stored; what was stored in another is not read. */
  readonly version: number;
  /** `stored` is what `stored` gave; absent before the first entry. */
  begin(stored: unknown): Sums;
  /** Changes the sums in place. */
  add(sums: Sums, entry: E): void;
  /** As plain data, which later entries do not change. */
  stored(sums: Sums): unknown;
};
