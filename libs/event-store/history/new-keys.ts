/** Proves a key new on an old stream of which nothing is in memory yet, without reading the filters of its whole past. */
import { mayHave } from './key-filters.js';
import type { KeyIndex } from './key-index.js';
import type { KeyHash } from './keys.js';
import { ENTRIES_PER_CHUNK } from './loaded-stream.js';
import type { Snapshots } from './snapshots.js';

/** Filters of so many chunks are as well read all at once. */
const FEW_CHUNKS = 24;

/** True where none of the first `chunks` chunks has the key; false where one may, or where reading all filters is as cheap. */
export async function isProvedNew(
  index: KeyIndex,
  snapshots: Snapshots<unknown>,
  id: string,
  { hash, chunks }: { readonly hash: KeyHash; readonly chunks: number },
): Promise<boolean> {
  if (chunks <= FEW_CHUNKS) return false;
  const { upTo, mayHave: isKnown } = await index.look(id, hash.low);
  // What the index does not cover yet, and one chunk more: that it is covered is seen by its revision.
  const left = chunks - Math.floor(upTo / ENTRIES_PER_CHUNK) + 2;
  if (isKnown || left > FEW_CHUNKS) return false;
  let next = chunks;
  for await (const { chunk } of snapshots.newest(id, left)) {
    if (chunk.number !== next) continue;
    if (chunk.revision <= upTo) return true;
    if (mayHave(chunk.filter, hash)) return false;
    next--;
  }
  return false;
}
