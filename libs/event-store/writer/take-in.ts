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
  const recorded = entriesUpTo(decided.events, events, entriesOf);
  const first = recorded[0]?.revision ?? 0;
  const last = recorded.at(-1)?.revision ?? 0;
  const hashKey = (key: string) => decided.hashOf(key);
  let finished: FinishedChunk<State>[] | undefined;
  /** What the loaded state lacks of the entries that were taken in. */
  let ahead: E[] | undefined;
  for (let nth = 0; nth < packed.length; nth++) {
    const { event, hash } = packed[nth] as (typeof packed)[number];
    const next = packed[nth + 1]?.event.revision ?? Infinity;
    const entries = packed.length === 1 ? recorded : recorded.slice(event.revision - first, next - first);
    const reached = entries.at(-1)?.revision ?? 0;
    let state = decided.stateAfter(reached);
    // A chunk, or what goes ahead of its command, may end where no command does.
    if (state === undefined) {
      ahead = [...(ahead ?? []), ...entries];
      if (reached === last || finishesChunk(loaded, reached)) state = evolveAll(loaded.state, ahead);
    }
    if (state !== undefined) ahead = undefined;
    const chunk = advance(loaded, event, { entries, marksOf, state, hash: () => hash, hashKey });
    loaded.lastHash = hash;
    if (chunk) (finished ??= []).push(chunk);
  }
  return finished ?? [];
}

/** Of so many events. Mostly that is one. */
function entriesUpTo<E>(events: readonly E[], count: number, entriesOf: (event: E) => readonly E[]): readonly E[] {
  const [only] = events;
  if (count === 1 && only !== undefined) return entriesOf(only);
  return events.slice(0, count).flatMap((event) => entriesOf(event));
}
