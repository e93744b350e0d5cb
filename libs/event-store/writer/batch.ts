/**
 * Deciding a batch: each command against the state that those before it leave. Nothing here waits or writes; what it
 * finds out holds only if the append that follows succeeds.
 */
import { DomainError, invariant } from '#domain/errors.js';
import {
  type Aggregate,
  type Command,
  EntriesNeeded,
  type Event,
  type Instant,
  type Search,
  isFoundBy,
  nameOf,
} from '#domain/messages.js';
import type { Execution, Request } from './execute-command.js';
import { type KeyHash, hashKey } from '../history/keys.js';
import { ENTRIES_PER_CHUNK, type Loaded } from '../history/loaded-stream.js';
import { type Found, type KnownEnd, type Unread, unreadOf } from '../history/old-entries.js';

type Waiting = {
  /** On the monotonic clock. Not decided by then, it is `Busy`. */
  readonly decideBy: number;
  readonly reject: (error: unknown) => void;
};

export type CommandItem<State, C extends Command, E extends Event> = Waiting & {
  readonly request: Request<C>;
  readonly resolve: (execution: Execution<State, E>) => void;
  /** Old entries that were read for it. Most commands need none. */
  entries?: ReadonlyMap<number, E | null>;
  /** What searches of it found so far, by their names. */
  found?: ReadonlyMap<string, Found<E>>;
  /** Entries whose key has the same hash, and is another. */
  otherKeys?: ReadonlySet<number>;
  /** Its key is in none of the first so many chunks. */
  chunksWithoutKey: number;
  keyHash?: KeyHash;
};

export type QueryItem<State> = Waiting & { readonly view: (state: State, now: Instant) => void };

export type Item<State, C extends Command, E extends Event> = CommandItem<State, C, E> | QueryItem<State>;

/** What has to be read before a command can be decided. */
export type Need =
  | {
      readonly kind: 'entries';
      readonly revisions: readonly number[];
      readonly searches: readonly Unread[];
      /** The last event that was known when they were asked for. */
      readonly end: KnownEnd;
    }
  /** The entry of this revision may be the first of a command with the same key. */
  | { readonly kind: 'key'; readonly revision: number }
  /** The key may be in this chunk, which counts from 0, between these stream revisions. */
  | { readonly kind: 'chunk'; readonly chunk: number; readonly from: number; readonly to: number };

export type Answer<State, C extends Command, E extends Event> = {
  readonly item: Item<State, C, E>;
  /** How many of the batch's events it rests on. */
  readonly events: number;
  /** It says that something was recorded, by this batch. Others can be given afresh if the batch comes to nothing. */
  readonly isRecorded: boolean;
  /** Gives the answer. To be called when those events are on disk. */
  readonly give: () => void;
};

export type Decided<State, C extends Command, E extends Event> = {
  readonly events: readonly E[];
  /** The state after each command and where a chunk ends, by the revision of the last entry. Of many more it would be large. */
  readonly states: ReadonlyMap<number, State>;
  readonly keyHashes: ReadonlyMap<string, KeyHash>;
  readonly answers: readonly Answer<State, C, E>[];
  readonly aside: readonly { readonly item: CommandItem<State, C, E>; readonly need: Need }[];
};

export function decideBatch<State, C extends Command, E extends Event>(
  aggregate: Aggregate<State, C, E>,
  loaded: Loaded<State>,
  items: readonly Item<State, C, E>[],
  now: Instant,
): Decided<State, C, E> {
  const events: E[] = [];
  const states = new Map<number, State>();
  const answers: Answer<State, C, E>[] = [];
  const aside: { item: CommandItem<State, C, E>; need: Need }[] = [];
  const keyHashes = new Map<string, KeyHash>();
  const byKey = new Map<string, { requestHash: string | undefined; execution: Execution<State, E> }>();
  let state = loaded.state;

  for (const item of items) {
    const answer = (give: () => void, isRecorded = false) =>
      answers.push({ item, events: events.length, isRecorded, give });
    if ('view' in item) {
      const seen = state;
      answer(() => item.view(seen, now));
      continue;
    }
    const { key, requestHash } = item.request.origin;
    const earlier = key === undefined ? undefined : byKey.get(key);
    if (earlier) {
      const replay = { ...earlier.execution, isReplay: true };
      if (earlier.requestHash === requestHash) answer(() => item.resolve(replay), true);
      else answer(() => item.reject(keyReused()));
      continue;
    }
    const need = key === undefined ? undefined : whereKeyMayBe(loaded, item, key);
    if (need) {
      aside.push({ item, need });
      continue;
    }
    try {
      const execution = decideOne(item, key);
      if (key !== undefined && item.keyHash) keyHashes.set(key, item.keyHash);
      answer(() => item.resolve(execution), execution.entries.length > 0);
      if (key !== undefined && execution.entries[0]?.origin.key === key) byKey.set(key, { requestHash, execution });
    } catch (error) {
      if (error instanceof Missing) aside.push({ item, need: error.need });
      else answer(() => item.reject(error));
    }
  }
  return { events, states, keyHashes, answers, aside };

  /** Adds the command's events to the batch. What it throws leaves the batch as it was. */
  function decideOne(item: CommandItem<State, C, E>, key: string | undefined): Execution<State, E> {
    const decided = decideWithEntries({ now, ...item.request } as unknown as C, item);
    const entries: E[] = [];
    let after = state;
    let answered = state;
    const steps: [number, State][] = [];
    for (const run of runsOf(decided, key)) {
      after = aggregate.evolveAll(after, run.events);
      steps.push([aggregate.revisionOf(after), after]);
      if (!run.isOwn) continue;
      entries.push(...run.events.flatMap(aggregate.entriesOf));
      answered = after;
    }
    for (const [revision, step] of steps) states.set(revision, step);
    events.push(...decided);
    state = after;
    return { state: entries.length > 0 ? answered : after, entries, isReplay: false, now };
  }

  /**
   * Neighbouring events are folded together where nobody needs the state between them: what is the command's own (it bears
   * its key, where it has one) apart from what fell due, and up to the end of a chunk.
   */
  function runsOf(decided: readonly E[], key: string | undefined) {
    const runs: { readonly isOwn: boolean; readonly events: E[]; readonly chunk: number }[] = [];
    let next = aggregate.revisionOf(state) + 1;
    for (const event of decided) {
      invariant(
        event.revision === next,
        `The decided ${event.type} is numbered ${event.revision} where ${next} is next`,
      );
      const isOwn = key === undefined || event.origin.key === key;
      // Of the entries before it.
      const chunk = Math.floor((next - 1) / ENTRIES_PER_CHUNK);
      const run = runs.at(-1);
      if (run?.isOwn === isOwn && run.chunk === chunk) run.events.push(event);
      else runs.push({ isOwn, events: [event], chunk });
      next += aggregate.entriesOf(event).length;
    }
    return runs;
  }

  /** Entries of this batch are at hand; older ones have to be read first. Throws `Missing` where some are not. */
  function decideWithEntries(command: C, item: CommandItem<State, C, E>): readonly E[] {
    const at = new Map<number, E | null>(item.entries);
    const found = new Map<string, readonly E[]>();
    for (;;) {
      try {
        return aggregate.decide(command, state, { at, found });
      } catch (error) {
        if (!(error instanceof EntriesNeeded)) throw error;
        const isNew =
          error.revisions.every((each) => !at.has(each)) && error.searches.every((s) => !found.has(nameOf(s)));
        invariant(isNew && error.revisions.length + error.searches.length > 0, 'A rule asks once for what it needs');
        const revisions = error.revisions.filter((revision) => revision <= loaded.revision);
        const searches = error.searches.flatMap(
          (search) => unreadOf(loaded, search, item.found?.get(nameOf(search))) ?? [],
        );
        const { revision, streamRevision } = loaded;
        if (revisions.length + searches.length > 0)
          throw new Missing({ kind: 'entries', revisions, searches, end: { revision, streamRevision } });
        for (const each of error.revisions) at.set(each, inBatch(each));
        for (const search of error.searches) {
          const read = item.found?.get(nameOf(search))?.entries ?? [];
          found.set(nameOf(search), [...read, ...searchBatch(search)]);
        }
      }
    }
  }

  function inBatch(revision: number): E | null {
    const event = events.findLast((candidate) => candidate.revision <= revision);
    return (event && aggregate.entriesOf(event).find((each) => each.revision === revision)) ?? null;
  }

  function searchBatch(search: Search): readonly E[] {
    return events.flatMap(aggregate.entriesOf).filter((entry) => isFoundBy(aggregate.marksOf(entry), search));
  }
}

/** Thrown within this file: the log has to be read first. */
class Missing extends Error {
  constructor(readonly need: Need) {
    super('Old entries have to be read');
  }
}

export const keyReused = (): DomainError =>
  new DomainError('idempotency-key-reused', 'This idempotency key was used for another request.');

function whereKeyMayBe<State, C extends Command, E extends Event>(
  loaded: Loaded<State>,
  item: CommandItem<State, C, E>,
  key: string,
): Need | undefined {
  const hash = (item.keyHash ??= hashKey(key));
  const revision = loaded.keys.find(hash).find((candidate) => !item.otherKeys?.has(candidate));
  if (revision !== undefined) return { kind: 'key', revision };
  const { filters } = loaded;
  const chunk = filters?.find(hash, item.chunksWithoutKey) ?? -1;
  const to = filters?.ends[chunk];
  return to === undefined ? undefined : { kind: 'chunk', chunk, from: (filters?.ends[chunk - 1] ?? -1) + 1, to };
}
