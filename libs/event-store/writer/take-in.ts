/** What was appended becomes part of the stream in memory. */
import type { Aggregate, Command, Event } from '#domain/messages.js';
import { type FinishedChunk, type LoadedStream, advance, finishesChunk } from '../history/loaded-stream.js';
import type { DecidedBatch } from './batch.js';
import type { Proposal } from './propose.js';

/** Moves the stream on by what was appended. Returns the chunks of history that this finishes. */
export function takeIn<State, C extends Command, E extends Event>(
  { entriesOf, evolveAll, marksOf }: Pick<Aggregate<State, C, E>, 'entriesOf' | 'evolveAll' | 'marksOf'>,
  loaded: LoadedStream<State>,
  { packed, events }: Proposal<E>,
  decided: DecidedBatch<State, C, E>,
): readonly FinishedChunk<State>[] {
  const recorded = decided.events.slice(0, events).flatMap((event) => entriesOf(event));
  const first = recorded[0]?.revision ?? 0;
  const last = recorded.at(-1)?.revision ?? 0;
  const keyHash = (key: string) => decided.hashOf(key);
  const finished: FinishedChunk<State>[] = [];
  /** What the loaded state lacks of the entries that were taken in. */
  let ahead: E[] = [];
  for (const [i, { event, hash }] of packed.entries()) {
    const next = packed[i + 1]?.event.revision ?? Infinity;
    const entries = recorded.slice(event.revision - first, next - first);
    const reached = entries.at(-1)?.revision ?? 0;
    ahead.push(...entries);
    let state = decided.stateAfter(reached);
    // A chunk, or what goes ahead of its command, may end where no command does.
    if (state === undefined && (reached === last || finishesChunk(loaded, reached)))
      state = evolveAll(loaded.state, ahead);
    if (state !== undefined) ahead = [];
    const chunk = advance(loaded, event, { entries, marksOf, state, hash: () => hash, hashKey: keyHash });
    loaded.lastHash = hash;
    if (chunk) finished.push(chunk);
  }
  return finished;
}
