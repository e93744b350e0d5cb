/** Does rounds of work until it is told to stop, whatever happens to what they need. */
import { setTimeout as sleep } from 'node:timers/promises';

const LONGEST_PAUSE_MS = 2_000;

export type Pulse = {
  readonly signal: AbortSignal;
  /** Pause after a round that left nothing to be done at once. */
  readonly everyMs: number;
  /** Told of the first failure and of the first success after it, not of each in between. */
  readonly onFailure: (error: unknown) => void;
  readonly onRecovery: () => void;
};

export async function keepGoing(round: () => Promise<boolean>, pulse: Pulse): Promise<void> {
  const { signal, everyMs } = pulse;
  let failures = 0;
  while (!signal.aborted) {
    let pauseMs = everyMs;
    try {
      if (await round()) pauseMs = 0;
      if (failures > 0) pulse.onRecovery();
      failures = 0;
    } catch (error) {
      if (failures++ === 0) pulse.onFailure(error);
      pauseMs = Math.min(everyMs * 2 ** failures, LONGEST_PAUSE_MS);
    }
    // An abort ends the pause; there is nothing to be done about it but to stop.
    if (pauseMs > 0) await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}
