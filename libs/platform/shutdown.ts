/** How a process ends: at a signal, in order, once, and within bounds. */
import type { Logger } from './logging.js';

/** A supervisor waits 10 s before it kills (scripts/lib/stop.mjs). */
const END_WITHIN_MS = 9_000;

/**
 * Runs `close` at the first SIGTERM, SIGINT or SIGHUP, then ends the process: code 0, or 1 where closing failed or took
 * too long. A second signal ends it at once. Whoever started the process sends the signal, also when it dies itself
 * (scripts/lib/watchdog.mjs).
 */
export function endOnSignal(logger: Logger, close: () => Promise<void>): void {
  let isEnding = false;
  const end = (signal: NodeJS.Signals) => {
    if (isEnding) process.exit(1);
    isEnding = true;
    logger.info({ signal }, 'shutting down');
    const late = setTimeout(() => {
      logger.error('shutdown took too long; exiting');
      process.exit(1);
    }, END_WITHIN_MS);
    late.unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'shutdown failed; exiting');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
}

/** What nobody caught is a defect: it is logged, and the process ends and is started again rather than limp on. */
export function endOnDefect(logger: Logger): void {
  const end = (kind: string) => (error: unknown) => {
    logger.fatal({ err: error }, kind);
    process.exit(1);
  };
  process.on('uncaughtException', end('uncaught exception'));
  process.on('unhandledRejection', end('unhandled rejection'));
}
