/** What the errors of @eventstore/db-client mean. */
import { type CommandError, ErrorType, isCommandError } from '@eventstore/db-client';

/** Errors after which it is certain that nothing was written, and that sending it again would not help. */
const REJECTIONS: ReadonlySet<string> = new Set([
  ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED,
  ErrorType.ACCESS_DENIED,
  ErrorType.STREAM_DELETED,
]);

export const isCommand = (error: unknown): error is CommandError => isCommandError(error as Error);

export const isRejection = (error: unknown): error is CommandError => isCommand(error) && REJECTIONS.has(error.type);

export const isMissing = (error: unknown): boolean =>
  isCommand(error) && (error.type === ErrorType.STREAM_NOT_FOUND || error.type === ErrorType.STREAM_DELETED);

export const isNotLeader = (error: unknown): boolean => isCommand(error) && error.type === ErrorType.NOT_LEADER;
