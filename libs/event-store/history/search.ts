/** Searches a stream for old entries by what they are about (the domain's `Marks`), for many searches at once. */
import { invariant } from '#domain/errors.js';
import { type Aggregate, type Command, type Event, type Search, isFoundBy, nameOf } from '#domain/messages.js';
import { chunksWith } from './chunk-marks.js';
import { type EntryReader, type KnownEnd, NOWHERE } from './entry-reader.js';
import { findEntries } from './find-entries.js';
import type { LoadedStream } from './loaded-stream.js';

/** What a search has found up to an event, in the order of the log. */
export type SearchResult<E> = { readonly entries: readonly E[]; readonly upTo: KnownEnd };

/** Where there may be more of a search than was found, up to an event. Stream revisions, the newest stretch first. */
export type Unread = {
  readonly search: Search;
  readonly upTo: KnownEnd;
  readonly revisions: readonly number[];
  readonly stretches: readonly { readonly from: number; readonly to: number }[];
};

/** Null where all of it is known. What was read stays true, but others may have written since. */
export function unreadOf<E>(
  loaded: LoadedStream<unknown>,
  search: Search,
  found: SearchResult<E> | undefined,
): Unread | null {
  const { revision, streamRevision, filters } = loaded;
  const { upTo } = found ?? { upTo: NOWHERE };
  const revisions = loaded.marks.find(search).filter((each) => each > upTo.revision);
  invariant(filters !== undefined, 'Filters are read before anything is searched for');
  const stretches = chunksWith(filters.marks, search).map((chunk) => filters.stretchOf(chunk));
  const open = stretches
    .filter(({ to }) => to > upTo.streamRevision)
    .map(({ from, to }) => ({ from: Math.max(from, upTo.streamRevision + 1), to }));
  if (revisions.length === 0 && open.length === 0) return null;
  return { search, upTo: { revision, streamRevision }, revisions, stretches: open };
}

/** What the searches find, by their names. Each stretch is read once, however many searches it may hold something of. */
export async function runSearches<E extends Event>(
  reader: EntryReader<E>,
  marksOf: Aggregate<unknown, Command, E>['marksOf'],
  unread: readonly Unread[],
  end: KnownEnd,
): Promise<ReadonlyMap<string, readonly E[]>> {
  const results = new Results(marksOf, unread);
  const revisions = unread.flatMap((each) => each.revisions);
  const recent = [...(await findEntries(reader, revisions, end)).values()].filter((entry) => entry !== null);
  results.take(recent.sort((a, b) => a.revision - b.revision));
  const stretches = new Map(unread.flatMap((each) => each.stretches).map((stretch) => [stretch.from, stretch]));
  for (const { from, to } of [...stretches.values()].sort((a, b) => b.from - a.from)) {
    const open = new Set(
      unread.filter((each) => !results.isDone(each) && each.stretches.some((own) => own.from === from)),
    );
    if (open.size === 0) continue;
    const marked: E[] = [];
    for await (const { entries } of reader.events(from, to)) marked.push(...entries.filter(isMarked(marksOf)));
    results.take(marked, open);
  }
  return results.found;
}

/** Sorts entries to the searches that find them. */
class Results<E extends Event> {
  readonly found: Map<string, E[]>;
  private readonly byMark = new Map<string, Unread[]>();
  private readonly spanning: readonly Unread[];

  constructor(
    private readonly marksOf: Aggregate<unknown, Command, E>['marksOf'],
    private readonly unread: readonly Unread[],
  ) {
    this.found = new Map(unread.map(({ search }) => [nameOf(search), []]));
    this.spanning = unread.filter(({ search }) => search.find === 'spanning');
    for (const each of unread) {
      if (each.search.find === 'spanning') continue;
      const { mark } = each.search;
      this.byMark.set(mark, [...(this.byMark.get(mark) ?? []), each]);
    }
  }

  /** The newest is all that it looks for, and it was found: what is read later is older. */
  isDone({ search }: Unread): boolean {
    return search.find === 'newest' && (this.found.get(nameOf(search))?.length ?? 0) > 0;
  }

  /** Entries of one stretch, which is older than what was taken before, for these searches. */
  take(entries: readonly E[], open: ReadonlySet<Unread> = new Set(this.unread)): void {
    const here = new Map<Unread, E[]>();
    for (const entry of entries) {
      const marks = this.marksOf(entry);
      const candidates = [...(marks.mark === undefined ? [] : (this.byMark.get(marks.mark) ?? [])), ...this.spanning];
      for (const each of candidates) {
        if (open.has(each) && isFoundBy(marks, each.search)) here.set(each, [...(here.get(each) ?? []), entry]);
      }
    }
    for (const [{ search }, own] of here) this.found.get(nameOf(search))?.unshift(...own);
  }
}

const isMarked =
  <E extends Event>(marksOf: Aggregate<unknown, Command, E>['marksOf']) =>
  (entry: E): boolean => {
    const { mark, span } = marksOf(entry);
    return mark !== undefined || span !== undefined;
  };
