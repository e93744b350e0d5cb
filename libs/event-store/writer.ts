/** The single writer of an aggregate's streams in this process: one queue per stream, group commit. */
import type { Command, Event } from '#domain/messages.js';
import type { Writer, WriterOptions } from './execute-command.js';

export function createWriter<State, C extends Command, E extends Event>(
  options: WriterOptions<State, C, E>,
): Writer<State, C, E> {
  throw new Error(`The writer of ${options.aggregate.category} streams is not there yet`);
}
