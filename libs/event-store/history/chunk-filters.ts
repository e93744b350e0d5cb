/** Filters of a stream's finished chunks: from its snapshots, and where one is missing from the events. */
import type { Aggregate, Command, Event } from '#domain/messages.js';
import { MarkTable } from './chunk-marks.js';
import type { EntryReader } from './entry-reader.js';
import { KeyFilters, filterOf } from './key-filters.js';
import { type KeyHash, hashKey } from './keys.js';
import { ENTRIES_PER_CHUNK, type FinishedChunk } from './loaded-stream.js';

type FilteredChunk = Pick<FinishedChunk<unknown>, 'filter' | 'marks' | 'streamRevision'>;

/** Adds those of chunks up to `count` that are not there yet. `snapshots` are in any order. */
export async function filtersOf<E extends Event>(
  reader: EntryReader<E>,
  marksOf: Aggregate<unknown, Command, E>['marksOf'],
  snapshots: AsyncIterable<{ readonly chunk: FilteredChunk & { readonly number: number } }> | undefined,
  count: number,
  filters = new KeyFilters(),
): Promise<KeyFilters> {
  const stored = new Map<number, FilteredChunk>();
  for await (const { chunk } of snapshots ?? [])
    if (chunk.number <= count && !stored.has(chunk.number)) stored.set(chunk.number, chunk);
  for (let number = filters.ends.length + 1; number <= count; number++) {
    const { filter, marks, streamRevision } =
      stored.get(number) ?? (await readChunk(reader, marksOf, number, filters.ends.at(-1) ?? -1));
    filters.add(filter, marks, streamRevision);
  }
  return filters;
}

/** A chunk whose snapshot is missing. Chunks count from 1. */
async function readChunk<E extends Event>(
  reader: EntryReader<E>,
  marksOf: Aggregate<unknown, Command, E>['marksOf'],
  number: number,
  afterStreamRevision: number,
): Promise<FilteredChunk> {
  const keys: KeyHash[] = [];
  const marks = new MarkTable();
  let streamRevision = afterStreamRevision;
  for await (const event of reader.events(afterStreamRevision + 1)) {
    for (const entry of event.entries) {
      if (entry.origin.key !== undefined) keys.push(hashKey(entry.origin.key));
      marks.add(marksOf(entry), entry.revision);
    }
    streamRevision = event.streamRevision;
    if (event.last >= ENTRIES_PER_CHUNK * number) break;
  }
  return { filter: filterOf(keys), marks: marks.finished(), streamRevision };
}
