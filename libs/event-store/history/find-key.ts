/** Finds an idempotency key in a stream's past: first where it may be, by its hash, then in the log itself. */
import { invariant } from '#domain/errors.js';
import type { Event } from '#domain/messages.js';
import type { EntryReader } from './entry-reader.js';
import type { KeyHash } from './keys.js';
import type { LoadedStream } from './loaded-stream.js';

export type KeyPlace =
  /** The entry of this revision may be the first of a command with the same key. */
  | { readonly kind: 'entry'; readonly revision: number }
  /** The key may be in this chunk, which counts from 0, between these stream revisions. */
  | { readonly kind: 'chunk'; readonly chunk: number; readonly from: number; readonly to: number };

/** Places that were looked at: the key is in none of these entries, nor in the first so many chunks. */
type RuledOut = { readonly otherKeys: ReadonlySet<number> | undefined; readonly chunksWithoutKey: number };

/** Undefined where the key is certainly new. */
export function placeOfKey(
  { keys, filters, chunks }: Pick<LoadedStream<unknown>, 'keys' | 'filters' | 'chunks'>,
  hash: KeyHash,
  { otherKeys, chunksWithoutKey }: RuledOut,
): KeyPlace | undefined {
  invariant(filters !== undefined || chunksWithoutKey >= chunks, 'Something is known of every chunk');
  const found = keys.find(hash);
  const revision = otherKeys ? found.find((candidate) => !otherKeys.has(candidate)) : found[0];
  if (revision !== undefined) return { kind: 'entry', revision };
  const chunk = filters?.find(hash, chunksWithoutKey) ?? -1;
  return filters && chunk >= 0 ? { kind: 'chunk', chunk, ...filters.stretchOf(chunk) } : undefined;
}

/** The revision of the first entry with the key among the events between two stream revisions, or null. */
export async function findKey<E extends Event>(
  reader: EntryReader<E>,
  key: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<number | null> {
  for await (const { entries } of reader.events(from, to)) {
    const entry = entries.find(({ origin }) => origin.key === key);
    if (entry) return entry.revision;
  }
  return null;
}
