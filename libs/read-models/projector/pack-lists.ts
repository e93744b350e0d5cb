/**
 * Stores lists of lines packed once nothing comes to them any more: a walk over all aggregates, a portion at a time, beside the
 * following of the log. A list is read, deflated, and replaced where it still is what was read: whoever is stopped in between has changed
 * nothing, and of several who do it one does.
 */
import { streamPrefix } from '#event-store/port/streams.js';
import { BuildLost } from '../builds/build-lost.js';
import type { Registry } from '../projection/projection.js';
import { type BuildKeys, SHARDS, firstPlainList, placeOf } from '../redis/keys.js';
import { LINE_COUNTS, countKeysUpTo, listsIn } from '../redis/line-counts.js';
import type { Operation } from '../redis/operations.js';
import { packed } from '../redis/packed-lists.js';
import type { RedisStore } from '../redis/redis-store.js';
import { CHECKPOINT, SUMMARY } from '../redis/register.js';
import { found, lookup, summaryIn } from '../redis/row-hash.js';

export type Packing = {
  readonly registry: Registry;
  readonly store: RedisStore;
  readonly keys: BuildKeys;
  readonly signal: AbortSignal;
};

/** Bounds of what Redis is asked for at once: others wait for it meanwhile. */
const STREAMS_AT_ONCE = 100;
const LENGTHS_AT_ONCE = 256;
const AGGREGATES_AT_ONCE = 16;
const LISTS_AT_ONCE = 64;

/** What one portion of the walk looks through and packs at most: by count, for while the log is folded each question to Redis may take long. */
export type Portion = { readonly streams: number; readonly lists: number };
export const LISTS_PER_PORTION = 1_024;
const PORTION: Portion = { streams: 20_000, lists: LISTS_PER_PORTION };

/** The lists of one read model of an aggregate, of which those before `end` are to be packed. */
type Packable = { readonly shard: string; readonly stream: string; readonly projection: string; readonly end: number };
type List = { readonly key: string; readonly count: number };

export class ListPacker {
  private shard = 0;
  private cursor = '0';

  constructor(private readonly parts: Packing) {}

  /** Goes on with the walk, up to its end, and begins it anew after that. Answers how many lists it packed. Rejects with `BuildLost`. */
  async goOn({ streams: mostStreams, lists: mostLists }: Portion = PORTION): Promise<number> {
    const { signal } = this.parts;
    let [looked, count] = [0, 0];
    while (looked < mostStreams && !signal.aborted) {
      const shard = SHARDS[this.shard] ?? '';
      const [next, streams] = await this.page(shard);
      looked += streams.length + 1;
      const behind = await this.behind(await this.packable(shard, streams));
      for (const some of portionsOf(behind, AGGREGATES_AT_ONCE)) {
        const plain = (await Promise.all(some.map((each) => this.plainLists(each)))).flat();
        for (const lists of portionsOf(plain, LISTS_AT_ONCE)) {
          // The page comes again.
          if (count >= mostLists || signal.aborted) return count;
          await this.pack(shard, lists);
          count += lists.length;
        }
      }
      this.cursor = next;
      if (next === '0') this.shard = (this.shard + 1) % SHARDS.length;
      if (next === '0' && this.shard === 0) break;
    }
    return count;
  }

  private async page(shard: string): Promise<readonly [cursor: string, streams: readonly string[]]> {
    const { store, keys } = this.parts;
    const args = [this.cursor, 'COUNT', STREAMS_AT_ONCE];
    const scan = { command: 'HSCAN', key: keys.register(shard), args };
    const [next, fields] = (await store.call(scan)) as [string, readonly string[]];
    return [next, fields.filter((name, nth) => nth % 2 === 0 && name !== CHECKPOINT)];
  }

  private async packable(shard: string, streams: readonly string[]): Promise<readonly Packable[]> {
    const { registry, keys } = this.parts;
    const kinds = registry.filter(({ columns }) => columns);
    const known = streams.flatMap((stream) => {
      const own = kinds.filter(({ of }) => stream.startsWith(streamPrefix(of)));
      return own.length > 0 ? [{ stream, own }] : [];
    });
    const look = known.map(({ stream }) => ({ command: 'HGET', key: keys.rows(shard, stream), args: [SUMMARY] }));
    const texts = (await this.read(shard, look)) as readonly (string | null)[];
    return known.flatMap(({ stream, own }, nth) => {
      const end = firstPlainList(summaryIn(texts[nth] ?? '')?.revision ?? 0);
      return end > 0 ? own.map(({ name }) => ({ shard, stream, projection: name, end })) : [];
    });
  }

  /** Lists are packed from the first to the last: where the last is, so are those before. */
  private async behind(all: readonly Packable[]): Promise<readonly Packable[]> {
    const [first] = all;
    if (!first) return [];
    const look = all.map((each) => lengthOf(this.keyOf(each, each.end - 1)));
    const lengths = await this.read(first.shard, look);
    return all.filter((_, nth) => isPlain(Number(lengths[nth])));
  }

  /** In their order. Those that are not what was counted are left to who reads them. */
  private async plainLists(packable: Packable): Promise<readonly List[]> {
    const { shard, stream, projection, end } = packable;
    const wanted = new Map([[LINE_COUNTS, countKeysUpTo(projection, end - 1)]]);
    const seen = found(wanted, await this.read(shard, lookup(placeOf(this.parts.keys, stream), wanted)));
    if (typeof seen === 'string') return [];
    const counted = listsIn(seen.rows.get(LINE_COUNTS.name) ?? new Map())
      .filter(({ list }) => list < end)
      .toSorted((one, other) => other.list - one.list)
      .map(({ list, count }) => ({ key: this.keyOf(packable, list), count }));
    const plain: List[] = [];
    for (const some of portionsOf(counted, LENGTHS_AT_ONCE)) {
      const lengths = await this.read(
        shard,
        some.map(({ key }) => lengthOf(key)),
      );
      const own = some.filter(({ count }, nth) => isPlain(count) && lengths[nth] === count);
      if (own.length === 0) break;
      plain.push(...own);
    }
    return plain.toReversed();
  }

  private async pack(shard: string, lists: readonly List[]): Promise<void> {
    const { store, keys } = this.parts;
    const stored = await Promise.all(
      lists.map(async ({ key, count }) => {
        const lines = (await store.call({ command: 'LRANGE', key, args: [0, -1] })) as readonly string[];
        return lines.length === count ? { key, count, text: await packed(lines) } : null;
      }),
    );
    const found = stored.filter((each) => each !== null);
    const args = found.flatMap(({ count, text }) => [count, text]);
    const isThere = await store.run('pack', [keys.register(shard), ...found.map(({ key }) => key)], args);
    if (isThere === null) throw lossOf(shard);
  }

  private async read(shard: string, operations: readonly Operation[]): Promise<readonly unknown[]> {
    if (operations.length === 0) return [];
    const answers = await this.parts.store.read(this.parts.keys.register(shard), operations);
    if (answers === null) throw lossOf(shard);
    return answers;
  }

  private keyOf({ shard, stream, projection }: Packable, list: number): string {
    return this.parts.keys.lines(shard, projection, stream, list);
  }
}

const lengthOf = (key: string): Operation => ({ command: 'LLEN', key, args: [] });
/** One line is as long as a packed list, and hardly larger. */
const isPlain = (length: number): boolean => length > 1;
const lossOf = (shard: string): Error => new BuildLost(`The register of shard ${shard} is gone`);

const portionsOf = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, nth) => all.slice(nth * size, (nth + 1) * size));
