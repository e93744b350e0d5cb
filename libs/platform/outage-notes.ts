import type { Logger } from './logging.js';

/** Tries follow each other several times a second; one line in so long is enough. */
const QUIET_MS = 10_000;

/** Notes for the log that something could not be reached and is tried again. Null is a polite end, which needs no note. */
export const outageNotes =
  (logger: Logger) =>
  (what: string): ((cause: unknown) => void) => {
    let notedAt = -Infinity;
    return (cause) => {
      if (cause === null || performance.now() - notedAt < QUIET_MS) return;
      notedAt = performance.now();
      logger.warn({ err: cause }, `${what} was interrupted; retrying`);
    };
  };
