/**
 * Which keys an old account has used, in streams of their own: for each 64 waypoints 32 bits of each key's hash, in 32 parts
 * by their first bits. One read of one part tells whether a key may be among a million. A cache, as filters are.
 */
import { randomUUID } from 'node:crypto';
import { jsonBytes } from '../codec/hash-chain.js';
import type { EventStore, ExpectedRevision, StoredEvent } from '../port/event-store.js';
import { sendAppend } from '../port/send-append.js';
import { readerOf } from '../port/stream-reader.js';
import { streamName } from '../port/streams.js';
import { wordsIn, wordsText } from './cache-format.js';

export const WAYPOINTS_PER_GROUP = 64;
const PARTS = 32;
/** 27: what is left of a hash of 32 bits chooses no part. */
const OTHER_BITS = 27;
const TYPE = 'Keys';
const WRITE_WITHIN_MS = 15_000;

/** The keys of a group of waypoints, and the revision of its last entry. */
export type KeyGroup = { readonly revision: number; readonly keys: readonly Uint32Array[] };

/** `keys` is base64. */
type Body = { readonly group: number; readonly revision: number; readonly keys: string };
type Tail = { group: number; at: ExpectedRevision };

export class KeyIndex {
  constructor(
    private readonly store: EventStore,
    private readonly category: string,
  ) {}

  /** All keys up to an entry are known, 0 where none are; and whether one with this hash may be among them. */
  async look(id: string, low: number): Promise<{ readonly upTo: number; readonly mayHave: boolean }> {
    let upTo = 0;
    let group = 0;
    // A key without a hash of its own is told from none.
    let mayHave = low === 0;
    for await (const event of this.store.readStream(this.streamOf(id, low >>> OTHER_BITS))) {
      const body = bodyOf(event);
      if (body?.group !== group + 1) continue;
      group++;
      upTo = body.revision;
      mayHave ||= wordsIn(body.keys).includes(low);
    }
    return { upTo, mayHave };
  }

  /** Writes what is missing up to a group. `groupOf` gives a group, or null where it can not be had. */
  async extend(id: string, upTo: number, groupOf: (group: number) => Promise<KeyGroup | null>): Promise<void> {
    const tails = await Promise.all(Array.from({ length: PARTS }, (_, part) => this.tailOf(id, part)));
    for (let group = 1 + Math.min(...tails.map((tail) => tail.group)); group <= upTo; group++) {
      const found = await groupOf(group);
      if (!found) return;
      const parts = divided(found.keys);
      const writing = tails.map((tail, part) =>
        this.write(id, part, tail, { group, found, hashes: parts[part] ?? [] }),
      );
      // Where another process is at it, or the store is not there, whoever passes the next group goes on.
      if ((await Promise.all(writing)).includes(false)) return;
    }
  }

  private async write(
    id: string,
    part: number,
    tail: Tail,
    { group, found, hashes }: { readonly group: number; readonly found: KeyGroup; readonly hashes: readonly number[] },
  ): Promise<boolean> {
    if (tail.group >= group) return true;
    const keys = wordsText(Uint32Array.from(hashes));
    const data = jsonBytes({ group, revision: found.revision, keys } satisfies Body);
    const events = [{ id: randomUUID(), type: TYPE, data, metadata: jsonBytes({}) }];
    const sending = { stream: this.streamOf(id, part), events, expected: tail.at };
    const result = await sendAppend(this.store, sending, WRITE_WITHIN_MS);
    if (result.outcome !== 'appended') return false;
    Object.assign(tail, { group, at: result.streamRevision });
    return true;
  }

  private async tailOf(id: string, part: number): Promise<Tail> {
    const last = await readerOf(this.store, this.streamOf(id, part)).last();
    return last ? { group: bodyOf(last)?.group ?? 0, at: last.streamRevision } : { group: 0, at: 'no_stream' };
  }

  private streamOf(id: string, part: number): string {
    return streamName(`snapshot-keys-${part}-${this.category}`, id);
  }
}

function divided(keys: readonly Uint32Array[]): readonly number[][] {
  const parts = Array.from({ length: PARTS }, (): number[] => []);
  for (const some of keys) for (const low of some) if (low !== 0) parts[low >>> OTHER_BITS]?.push(low);
  return parts;
}

function bodyOf({ type, data }: StoredEvent): Body | null {
  const body = data as Body | null;
  const isWhole = type === TYPE && Number.isInteger(body?.group) && Number.isInteger(body?.revision);
  return isWhole && typeof body?.keys === 'string' ? body : null;
}
