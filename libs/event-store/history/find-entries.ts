/** Finds entries of a stream by their revisions, many at once. */
import type { Event } from '#domain/messages.js';
import type { EntryReader, KnownEnd, ReadEvent } from './entry-reader.js';

/** Entries that lie this close together are read in one go. */
const GAP = 512;

/** The entries of these revisions, `null` where there is none up to `end`. Neighbours are read together. */
export async function findEntries<E extends Event>(
  reader: EntryReader<E>,
  revisions: readonly number[],
  end: KnownEnd,
): Promise<ReadonlyMap<number, E | null>> {
  const found = new Map<number, E | null>(revisions.map((revision) => [revision, null]));
  const wanted = [...found.keys()].filter((each) => each >= 1 && each <= end.revision).sort((a, b) => a - b);
  let below: KnownEnd = { streamRevision: -1, revision: 0 };
  for (let next = wanted[0]; next !== undefined; next = wanted[0]) {
    const place = await placeOf(reader, next, below, end);
    if (place === null) return found;
    take(place);
    if (!isNear(wanted[0])) continue;
    for await (const event of reader.events(place.streamRevision + 1, end.streamRevision)) {
      take(event);
      if (!isNear(wanted[0])) break;
    }
  }
  return found;

  function isNear(revision: number | undefined): boolean {
    return revision !== undefined && revision <= below.revision + GAP;
  }

  function take({ entries, last, streamRevision }: ReadEvent<E>): void {
    for (const entry of entries) if (found.has(entry.revision)) found.set(entry.revision, entry);
    below = { streamRevision, revision: last };
    while ((wanted[0] ?? Infinity) <= last) wanted.shift();
  }
}

/** The event that holds a revision, by a guess that is rarely far off: charges come in bursts of one size. */
export async function placeOf<E extends Event>(
  reader: EntryReader<E>,
  revision: number,
  after: KnownEnd,
  end: KnownEnd,
): Promise<ReadEvent<E> | null> {
  let [below, above] = [after, end];
  for (let probe = 1; below.streamRevision < above.streamRevision; probe++) {
    const events = above.streamRevision - below.streamRevision;
    const share = (revision - below.revision) / (above.revision - below.revision);
    const steps = probe % 3 === 0 ? events / 2 : share * events;
    const at = Math.min(above.streamRevision, below.streamRevision + Math.max(1, Math.ceil(steps)));
    const event = await reader.at(at);
    if (!event) return null;
    if (revision < event.first) above = { streamRevision: at - 1, revision: event.first - 1 };
    else if (revision > event.last) below = { streamRevision: at, revision: event.last };
    else return event;
  }
  return null;
}
