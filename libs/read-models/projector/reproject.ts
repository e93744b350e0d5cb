/** An aggregate's rows and lines made anew from the log, where Redis lost some of them. */
import { BuildLost } from '../builds/build-lost.js';
import { fold } from '../projection/fold.js';
import type { Registry } from '../projection/projection.js';
import { settlePlaces } from '../projection/places.js';
import { type AggregateRows, newRows, settle } from '../projection/rows.js';
import { type Place, firstPlainList } from '../redis/keys.js';
import { packed } from '../redis/packed-lists.js';
import type { RedisStore } from '../redis/redis-store.js';
import { NOWHERE, type Places, placesIn, streamRevisionIn } from '../redis/register.js';
import type { Arrived, History } from './source.js';
import { rewritten } from './write.js';

/** Events that are folded before the lists that they fill are written. */
const EVENTS_AT_ONCE = 512;

export type Reprojection = {
  readonly registry: Registry;
  readonly store: RedisStore;
  readonly history: History;
};

/**
 * Writes all that belongs to the aggregate as of what was applied of it, at least up to `atLeast` (stream revisions). Whoever
 * applies events meanwhile is waited for: what is written never falls behind. Rejects with `BuildLost`.
 */
export async function reproject({ registry, store, history }: Reprojection, place: Place, atLeast = -1): Promise<void> {
  const register = place.keys.register(place.shard);
  const rebuilt = new Rebuilt(registry, store, place);
  for (;;) {
    const entry = await store.field(register, place.stream);
    const until = Math.max(entry === null ? -1 : streamRevisionIn(entry), atLeast);
    if (until < 0) return;
    await rebuilt.foldOn(history, until);
    const isDone = await rebuilt.restore(entry === null ? NOWHERE : placesIn(entry));
    if (isDone === null) throw new BuildLost('The build is not there');
    if (isDone) return;
  }
}

/** An aggregate's rows and lines as the log has them; nothing of them is stored but lists that are packed. */
export class Rebuilt {
  rows: AggregateRows | null = null;
  /** By key, lists that are not packed. */
  private readonly plain = new Map<string, { readonly list: number; readonly texts: string[] }>();

  constructor(
    private readonly registry: Registry,
    private readonly store: RedisStore,
    private readonly place: Place,
  ) {}

  async foldOn(history: History, until: number): Promise<void> {
    const portion: Arrived[] = [];
    const after = this.rows?.streamRevision ?? -1;
    if (after < until) {
      for await (const arrived of history(this.place.stream, after)) {
        portion.push(arrived);
        const isEnd = arrived.streamRevision >= until;
        if (isEnd || portion.length >= EVENTS_AT_ONCE) await this.take(portion.splice(0));
        if (isEnd) break;
      }
    }
    await this.take(portion);
    if ((this.rows?.streamRevision ?? -1) < until) {
      throw new Error(`The log has less of ${this.place.stream} than was read from it`);
    }
  }

  restore(before: Places): Promise<boolean | null> {
    if (!this.rows) throw new Error(`Nothing of ${this.place.stream} was folded`);
    const { keys, shard } = this.place;
    return this.store.restore(keys.register(shard), rewritten(this.place, this.rows, this.lists, before));
  }

  /** By key, the lines of those lists. */
  get lists(): ReadonlyMap<string, readonly string[]> {
    return new Map([...this.plain].map(([key, { texts }]) => [key, texts]));
  }

  private async take(portion: readonly Arrived[]): Promise<void> {
    const [first] = portion;
    if (!first) return;
    this.rows ??= newRows(this.registry, first.category, true);
    if (!fold(this.rows, portion)) return;
    this.keepLines(this.rows);
    settlePlaces(this.rows);
    settle(this.rows);
    const firstPlain = firstPlainList(this.rows.revision);
    for (const [key, { list, texts }] of this.plain) {
      if (list >= firstPlain) continue;
      await this.writePacked(key, texts);
      this.plain.delete(key);
    }
  }

  private keepLines({ of }: AggregateRows): void {
    const { keys, shard, stream } = this.place;
    for (const { projection, lists } of of) {
      for (const { list, texts } of lists ?? []) {
        const key = keys.lines(shard, projection.name, stream, list);
        const kept = this.plain.get(key) ?? { list, texts: [] };
        kept.texts.push(...texts);
        this.plain.set(key, kept);
      }
    }
  }

  /** A list that nothing comes to any more can be written at any time: it is always the same. */
  private async writePacked(key: string, texts: readonly string[]): Promise<void> {
    const { keys, shard } = this.place;
    const written = await this.store.run('rewrite', [keys.register(shard), key], [await packed(texts)]);
    if (written === null) throw new BuildLost('The build is not there');
  }
}
