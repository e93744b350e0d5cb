/** Deciding one command of a batch, with the old entries at hand that its rule turns out to need. */
import { invariant } from '#domain/errors.js';
import {
  type Aggregate,
  type Command,
  type Decision,
  EntriesNeeded,
  type Event,
  type Search,
  isFoundBy,
  nameOf,
  nothingKnown,
} from '#domain/messages.js';
import type { LoadedStream } from '../history/loaded-stream.js';
import { unreadOf } from '../history/search.js';
import type { CommandItem, Lookup } from './batch.js';

/** What the commands before this one leave. */
export type BatchSoFar<State, E extends Event> = {
  readonly loaded: LoadedStream<State>;
  readonly events: readonly E[];
  readonly state: State;
};

/** The log has to be read before the command can be decided. */
export class LookupNeeded extends Error {
  constructor(readonly lookup: Lookup) {
    super('Old entries have to be read');
  }
}

/** Entries of this batch are at hand; older ones have to be read first. Throws `LookupNeeded` where some are not. */
export function decideCommand<State, C extends Command, E extends Event>(
  aggregate: Aggregate<State, C, E>,
  command: C,
  item: CommandItem<State, C, E>,
  { loaded, events, state }: BatchSoFar<State, E>,
): Decision<State, E> {
  let at: ReadonlyMap<number, E | null> = item.entries ?? nothingKnown.at;
  let found: ReadonlyMap<string, readonly E[]> = nothingKnown.found;
  for (;;) {
    try {
      return aggregate.decide(command, state, { at, found });
    } catch (error) {
      if (!(error instanceof EntriesNeeded)) throw error;
      const { revisions, searches } = error;
      const [known, searched] = [at, found];
      const isNew =
        revisions.every((each) => !known.has(each)) && searches.every((each) => !searched.has(nameOf(each)));
      invariant(isNew && revisions.length + searches.length > 0, 'A rule names once what it needs');
      requireRead(loaded, item, error);
      at = new Map([...at, ...revisions.map((each) => [each, entryIn(aggregate, events, each)] as const)]);
      const results = searches.map((search) => {
        const read = item.found?.get(nameOf(search))?.entries ?? [];
        return [nameOf(search), [...read, ...searchIn(aggregate, events, search)]] as const;
      });
      found = new Map([...found, ...results]);
    }
  }
}

function requireRead<E extends Event>(
  loaded: LoadedStream<unknown>,
  { found }: Pick<CommandItem<unknown, Command, E>, 'found'>,
  needed: EntriesNeeded,
): void {
  const { revision, streamRevision } = loaded;
  if (needed.searches.length > 0 && !loaded.filters) throw new LookupNeeded({ kind: 'filters' });
  const revisions = needed.revisions.filter((each) => each <= revision);
  const searches = needed.searches.flatMap((search) => unreadOf(loaded, search, found?.get(nameOf(search))) ?? []);
  if (revisions.length + searches.length > 0)
    throw new LookupNeeded({ kind: 'entries', revisions, searches, end: { revision, streamRevision } });
}

function entryIn<E extends Event>(
  { entriesOf }: Pick<Aggregate<unknown, Command, E>, 'entriesOf'>,
  events: readonly E[],
  revision: number,
): E | null {
  const event = events.findLast((candidate) => candidate.revision <= revision);
  return (event && entriesOf(event).find((each) => each.revision === revision)) ?? null;
}

const searchIn = <E extends Event>(
  { entriesOf, marksOf }: Pick<Aggregate<unknown, Command, E>, 'entriesOf' | 'marksOf'>,
  events: readonly E[],
  search: Search,
): readonly E[] => events.flatMap(entriesOf).filter((entry) => isFoundBy(marksOf(entry), search));
