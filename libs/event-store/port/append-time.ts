/**
 * How late an append may land. Its deadline is a time of day, put on it when it is first sent: a store that comes to it
 * later, after it stood still or the network did, drops it. So there is a moment from which whatever was sent before is
 * in the store's hands or nowhere.
 */

/** How long one sending may go without an answer before it is sent again. */
export const APPEND_WITHIN_MS = 4_000;
/** By how much the clocks of the store and of this machine may differ. */
const CLOCKS_DIFFER_BY_MS = 2_000;

export type AppendTime = {
  /** From the first sending to the deadline that every sending of it bears. */
  readonly appendDeadlineMs: number;
  /** After so long the deadline has passed by the store's clock as well. */
  readonly appendLandsWithinMs: number;
};

export const APPEND_TIME: AppendTime = {
  appendDeadlineMs: APPEND_WITHIN_MS + CLOCKS_DIFFER_BY_MS,
  appendLandsWithinMs: APPEND_WITHIN_MS + 2 * CLOCKS_DIFFER_BY_MS,
};
