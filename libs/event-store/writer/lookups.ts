/** What a command needs from the log before it can be decided, looked up while the queue goes on without it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { invariant } from '#domain/errors.js';
import { type Command, type Event, nameOf } from '#domain/messages.js';
import { type KnownEnd, endOf } from '../history/entry-reader.js';
import type { KeyPlace } from '../history/find-key.js';
import type { StreamHistory } from '../history/history.js';
import type { LoadedStream } from '../history/loaded-stream.js';
import { type CommandItem, type Lookup, keyReused } from './batch.js';

/** True where the command has its answer: its key had been used before. Otherwise it is to be decided (again). */
export async function lookUp<State, C extends Command, E extends Event>(
  history: StreamHistory<State, E>,
  stream: Pick<LoadedStream<State>, 'id' | 'revision' | 'streamRevision'>,
  item: CommandItem<State, C, E>,
  lookup: Exclude<Lookup, { kind: 'filters' }>,
): Promise<boolean> {
  const { id } = stream;
  if (lookup.kind === 'entries') {
    await readEntries(history, id, item, lookup);
    return false;
  }
  const { requestHash } = item.request.origin;
  const earlier = await executionOf(history, id, item, { ...lookup, end: endOf(stream) });
  if (!earlier) {
    if (lookup.kind === 'entry') item.otherKeys = new Set([...(item.otherKeys ?? []), lookup.revision]);
    else item.chunksWithoutKey = lookup.chunk + 1;
    return false;
  }
  const { origin, ...execution } = earlier;
  if (origin.requestHash === requestHash) item.resolve(execution);
  else item.reject(keyReused());
  return true;
}

/** Of the command that used the key before; null where it is not where it may be. */
async function executionOf<State, C extends Command, E extends Event>(
  history: StreamHistory<State, E>,
  id: string,
  { request }: CommandItem<State, C, E>,
  lookup: KeyPlace & { readonly end: KnownEnd },
) {
  const { key = '' } = request.origin;
  const candidates = lookup.kind === 'entry' ? [lookup.revision] : await history.placesOfKey(id, key, lookup);
  for (const revision of candidates) {
    const earlier = await history.execution(id, revision, lookup.end);
    invariant(earlier !== null, `Entry ${revision} of ${id} is there`);
    if (earlier.origin.key === key) return earlier;
  }
  return null;
}

/** Resolves when the doubt is over, or when it is too late for whoever waits; never with an answer. */
export async function untilCertain(doubt: Promise<void>, decideBy: number): Promise<false> {
  const enough = new AbortController();
  const late = sleep(Math.max(0, decideBy - performance.now()), undefined, { signal: enough.signal });
  await Promise.race([doubt, late]).catch(() => {});
  enough.abort();
  return false;
}

/** All that a rule needs at once. What was read before stays: the log only grows. */
async function readEntries<State, C extends Command, E extends Event>(
  history: StreamHistory<State, E>,
  id: string,
  item: CommandItem<State, C, E>,
  { revisions, searches, end }: Extract<Lookup, { kind: 'entries' }>,
): Promise<void> {
  invariant(!revisions.some((revision) => item.entries?.has(revision)), 'An entry is read once');
  if (revisions.length > 0)
    item.entries = new Map([...(item.entries ?? []), ...(await history.entries(id, revisions, end))]);
  if (searches.length === 0) return;
  const found = new Map(item.found);
  for (const [name, entries] of await history.search(id, searches, end))
    found.set(name, { entries: [...(found.get(name)?.entries ?? []), ...entries], upTo: end });
  // A search is named by what it looks for: the same one goes on where it ended.
  invariant(
    searches.every(({ search }) => found.has(nameOf(search))),
    'Every search has a result',
  );
  item.found = found;
}
