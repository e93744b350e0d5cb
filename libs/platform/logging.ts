/** Structured logs, one JSON object a line, on standard output. Requests are measured (metrics.ts), not logged. */
import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';
import type { LogLevel } from './config.js';

export type { Logger } from 'pino';

/** Text in these places could be a secret; it is never logged. */
const SECRETS = ['authorization', 'headers.authorization', 'req.headers.authorization', 'password'];

export const createLogger = (role: string, level: LogLevel): Logger =>
  pino({
    level,
    base: { role, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRETS, censor: '***' },
  });

/** What Nest says of itself goes the same way. Its start-up lines are of interest only when something is wrong. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: string): void {
    this.logger.trace({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }

  error(message: unknown, ...[stack, context]: readonly (string | undefined)[]): void {
    if (message instanceof Error) this.logger.error({ err: message, context });
    else this.logger.error({ stack, context }, String(message));
  }

  fatal(message: unknown, ...[stack, context]: readonly (string | undefined)[]): void {
    this.logger.fatal({ stack, context }, String(message));
  }
}
