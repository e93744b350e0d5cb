/** Rounds of work until a signal aborts, whatever happens meanwhile to what they need. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Backoff } from './backoff.js';

const PAUSES = { firstMs: 100, longestMs: 2_000 };

/**
 * Resolves to true where there is more to be done at once. A round that goes on for long calls `succeeded` once it got
 * something done: its next failure is the first of a new row.
 */
export type Round = (succeeded: () => void) => Promise<boolean>;

export type LoopOptions = {
  readonly signal: AbortSignal;
  /** Pause after a round that left nothing to be done at once. */
  readonly everyMs: number;
  /** Waits between two rounds, however they ended; also until something happens that the next is for. */
  readonly pause?: (ms: number) => Promise<void>;
  /** Is called at each failure, `nth` since the last success. */
  readonly onFailure: (error: unknown, nth: number) => void;
  /** Is called at the first success after failures. */
  readonly onRecovery: () => void;
  /** What another round does not mend: the loop rejects with it. */
  readonly isFatal?: (error: unknown) => boolean;
};

export async function runLoop(round: Round, options: LoopOptions): Promise<void> {
  const { signal, everyMs, onFailure, onRecovery, isFatal = () => false } = options;
  // An abort ends the pause, and there is nothing to be done about it but to stop.
  const { pause = (ms) => sleep(ms, undefined, { signal }).catch(() => {}) } = options;
  const backoff = new Backoff(PAUSES);
  const succeeded = () => {
    if (backoff.succeed()) onRecovery();
  };
  while (!signal.aborted) {
    let pauseMs = everyMs;
    try {
      if (await round(succeeded)) pauseMs = 0;
      succeeded();
    } catch (error) {
      if (signal.aborted) return;
      if (isFatal(error)) throw error;
      pauseMs = backoff.fail();
      onFailure(error, backoff.failures);
    }
    if (pauseMs > 0) await pause(pauseMs);
  }
}
