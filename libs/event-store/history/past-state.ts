/** What the past is given back as. */
import type { Instant } from '#domain/messages.js';

/** A state of the past. `recordedAt` is that of its last entry, absent before the first. */
export type PastState<State> = {
  readonly state: State;
  readonly revision: number;
  readonly recordedAt: Instant | undefined;
};

/** The state after an entry, and the sums up to it. */
export type PastSums<State, E, Sums> = PastState<State> & {
  readonly sums: Sums;
  /** The last entries up to it, and when the one before them was recorded, if there is one. */
  readonly entries: readonly E[];
  readonly startedAt: Instant | undefined;
};
