/** What a process needs may come up later than the process: it waits, and logs for what. */
import { setTimeout as sleep } from 'node:timers/promises';
import { withoutCredentials } from './addresses.js';
import type { Check } from './health.js';

export type Needed = {
  /** As it stands in a sentence: "the event store". */
  readonly name: string;
  readonly url: string;
  readonly check: Check;
};

type Notes = { info(message: string): void; warn(message: string): void };

const TRY_AGAIN_MS = 250;
/** A check may be as patient as what it asks; silence of this length is worth a line. */
const NOTED_AFTER_MS = 2_000;

/**
 * Resolves when each has answered, or the signal aborts. Of one that is not there at first a line says that it is waited
 * for, and another when it is there: two lines, however long it takes.
 */
export async function untilAnswered(needed: readonly Needed[], notes: Notes, signal: AbortSignal): Promise<void> {
  await Promise.all(needed.map((each) => untilThere(each, notes, signal)));
}

async function untilThere({ name, url, check }: Needed, notes: Notes, signal: AbortSignal): Promise<void> {
  let isNoted = false;
  const note = (): void => {
    if (!isNoted) notes.warn(`waiting for ${name} at ${withoutCredentials(url)}, which does not answer yet`);
    isNoted = true;
  };
  while (!signal.aborted) {
    const silence = setTimeout(note, NOTED_AFTER_MS);
    const isThere = await answered(check, signal).finally(() => clearTimeout(silence));
    if (signal.aborted) return;
    if (isThere) {
      if (isNoted) notes.info(`${name} answers now`);
      return;
    }
    note();
    await sleep(TRY_AGAIN_MS, undefined, { signal }).catch(() => {});
  }
}

/** Whether it answered; false at once when the signal aborts. */
function answered(check: Check, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const abort = (): void => resolve(false);
    signal.addEventListener('abort', abort, { once: true });
    check()
      .then(
        () => resolve(true),
        () => resolve(false),
      )
      .finally(() => signal.removeEventListener('abort', abort));
  });
}
