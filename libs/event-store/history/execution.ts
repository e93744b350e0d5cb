import type { Event, Instant } from '#domain/messages.js';

/** The answer to a command that was accepted, the same at every repetition of its key. */
export type Execution<State, E extends Event> = {
  /** As it was right after the command's last entry. */
  readonly state: State;
  /** The entries that bear the command's key, one event each; of a command without a key all that it wrote. */
  readonly entries: readonly E[];
  /** True where the key had been used before: nothing was written now. */
  readonly isReplay: boolean;
  /** When it was recorded. */
  readonly now: Instant;
};
