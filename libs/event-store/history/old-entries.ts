/** Reading old entries out of a stream, many at once: by their revisions, and by what they can be searched for. */
import { type Event, type Search, isFoundBy, nameOf } from '#domain/messages.js';
import { chunksWith } from './chunk-marks.js';
import type { Folding, Loaded } from './loaded-stream.js';
import type { StoredEvent } from '../port/event-store.js';
import type { StreamReader } from '../port/stream-reader.js';

/** The last event that is known, by its last entry. */
export type KnownEnd = { readonly revision: number; readonly streamRevision: number };

/** What a search has found up to an event, in the order of the log. */
export type Found<E> = { readonly entries: readonly E[]; readonly upTo: KnownEnd };

/** Where there may be more of a search than was found, up to an event. Stream revisions, the newest stretch first. */
export type Unread = {
  readonly search: Search;
  readonly upTo: KnownEnd;
  readonly revisions: readonly number[];
  readonly stretches: readonly { readonly from: number; readonly to: number }[];
};

const NOWHERE: KnownEnd = { revision: 0, streamRevision: -1 };

/** Null where all of it is known. What was read stays true, but others may have written since. */
export function unreadOf<E>(loaded: Loaded<unknown>, search: Search, found: Found<E> | undefined): Unread | null {
  const { revision, streamRevision, filters, chunks } = loaded;
  const { upTo } = found ?? { upTo: NOWHERE };
  const revisions = loaded.marks.find(search).filter((each) => each > upTo.revision);
  const all = chunks === 0 ? [] : [{ from: 0, to: streamRevision }];
  const stretches = filters
    ? chunksWith(filters.marks, search).map((chunk) => ({
        from: (filters.ends[chunk - 1] ?? -1) + 1,
        to: filters.ends[chunk] ?? -1,
      }))
    : all;
  const open = stretches
    .filter(({ to }) => to > upTo.streamRevision)
    .map(({ from, to }) => ({ from: Math.max(from, upTo.streamRevision + 1), to }));
  if (revisions.length === 0 && open.length === 0) return null;
  return { search, upTo: { revision, streamRevision }, revisions, stretches: open };
}

/** Entries that lie this close together are read in one go. */
const GAP = 512;

type Reading<E extends Event> = { readonly folding: Folding<unknown, E>; readonly reader: StreamReader };

/** The entries of these revisions, `null` where there is none up to `end`. Neighbours are read together. */
export async function readEntries<E extends Event>(
  { folding: { aggregate, codec }, reader }: Reading<E>,
  revisions: readonly number[],
  end: KnownEnd,
): Promise<ReadonlyMap<number, E | null>> {
  const found = new Map<number, E | null>(revisions.map((revision) => [revision, null]));
  const wanted = [...found.keys()].filter((each) => each >= 1 && each <= end.revision).sort((a, b) => a - b);
  let low = { at: -1, revision: 0 };
  for (let next = wanted[0]; next !== undefined; next = wanted[0]) {
    const place = await placeOf(next);
    if (place === null) return found;
    take(place);
    if (!isNear(wanted[0])) continue;
    for await (const stored of reader.pages(place.streamRevision + 1, end.streamRevision)) {
      take(stored);
      if (!isNear(wanted[0])) break;
    }
  }
  return found;

  function isNear(revision: number | undefined): boolean {
    return revision !== undefined && revision <= low.revision + GAP;
  }

  function take(stored: StoredEvent): void {
    const entries = aggregate.entriesOf(codec.decode(stored));
    for (const entry of entries) if (found.has(entry.revision)) found.set(entry.revision, entry);
    low = { at: stored.streamRevision, revision: entries.at(-1)?.revision ?? 0 };
    while ((wanted[0] ?? Infinity) <= low.revision) wanted.shift();
  }

  /** The event that holds a revision, by a guess that is rarely far off: charges come in bursts of one size. */
  async function placeOf(revision: number): Promise<StoredEvent | null> {
    let [below, above] = [low, { at: end.streamRevision, revision: end.revision }];
    for (let probe = 1; below.at < above.at; probe++) {
      const share = (revision - below.revision) / (above.revision - below.revision);
      const steps = probe % 3 === 0 ? (above.at - below.at) / 2 : share * (above.at - below.at);
      const at = Math.min(above.at, below.at + Math.max(1, Math.ceil(steps)));
      const stored = await reader.at(at);
      if (!stored) return null;
      const event = codec.decode(stored);
      const last = event.revision + aggregate.entriesOf(event).length - 1;
      if (revision < event.revision) above = { at: at - 1, revision: event.revision - 1 };
      else if (revision > last) below = { at, revision: last };
      else return stored;
    }
    return null;
  }
}

/** What the searches find, by their names. Each stretch is read once, however many searches it may hold something of. */
export async function readSearches<E extends Event>(
  reading: Reading<E>,
  unread: readonly Unread[],
  end: KnownEnd,
): Promise<ReadonlyMap<string, readonly E[]>> {
  const { aggregate, codec } = reading.folding;
  const found = new Map<string, E[]>(unread.map(({ search }) => [nameOf(search), []]));
  const isDone = ({ search }: Unread): boolean =>
    search.find === 'newest' && (found.get(nameOf(search))?.length ?? 0) > 0;
  const byMark = new Map<string, Unread[]>();
  for (const each of unread) {
    if (each.search.find !== 'spanning') byMark.set(each.search.mark, [...(byMark.get(each.search.mark) ?? []), each]);
  }
  const spanning = unread.filter(({ search }) => search.find === 'spanning');

  /** Entries of one stretch, which is older than what was taken before. */
  function take(entries: readonly E[], into: ReadonlySet<Unread>): void {
    const here = new Map<Unread, E[]>();
    for (const entry of entries) {
      const marks = aggregate.marksOf(entry);
      const candidates = [...(marks.mark === undefined ? [] : (byMark.get(marks.mark) ?? [])), ...spanning];
      for (const each of candidates) {
        if (into.has(each) && isFoundBy(marks, each.search)) here.set(each, [...(here.get(each) ?? []), entry]);
      }
    }
    for (const [{ search }, own] of here) found.get(nameOf(search))?.unshift(...own);
  }

  const recent = await readEntries(
    reading,
    unread.flatMap(({ revisions }) => revisions),
    end,
  );
  take(
    [...recent.values()].filter((entry) => entry !== null).sort((a, b) => a.revision - b.revision),
    new Set(unread),
  );
  const stretches = new Map(unread.flatMap((each) => each.stretches).map((stretch) => [stretch.from, stretch]));
  for (const { from, to } of [...stretches.values()].sort((a, b) => b.from - a.from)) {
    const into = new Set(unread.filter((each) => !isDone(each) && each.stretches.some((own) => own.from === from)));
    if (into.size === 0) continue;
    const entries: E[] = [];
    for await (const stored of reading.reader.pages(from, to)) {
      entries.push(...aggregate.entriesOf(codec.decode(stored)).filter((entry) => isMarked(aggregate.marksOf(entry))));
    }
    take(entries, into);
  }
  return found;
}

const isMarked = ({ mark, span }: ReturnType<Folding<unknown, Event>['aggregate']['marksOf']>): boolean =>
  mark !== undefined || span !== undefined;
