/** An account's rows and lines made anew from the log, where Redis lost some of them. */
import { byList, rewritten } from './account-write.js';
import { BuildLost } from '../builds/build-lost.js';
import { type AccountChange, type AccountRows, advance, fold, newAccount } from '../projection/fold.js';
import { type Place, listOf } from '../redis/keys.js';
import { withLineCounts } from '../redis/line-counts.js';
import type { Registry } from '../projection/projection.js';
import type { RedisStore } from '../redis/redis-store.js';
import { type Places, placesIn, streamRevisionIn } from '../redis/register.js';
import type { AccountHistory, Arrived } from './source.js';

/** Events that are folded before the lists that they fill are written. */
const EVENTS_AT_ONCE = 512;

export type Reprojection = {
  readonly registry: Registry;
  readonly store: RedisStore;
  readonly history: AccountHistory;
};

/**
 * Writes all that belongs to the account as of what was applied of it, at least up to `atLeast` (stream revisions). Whoever
 * applies events meanwhile is waited for: what is written never falls behind. Rejects with `BuildLost`.
 */
export async function reproject({ registry, store, history }: Reprojection, place: Place, atLeast = -1): Promise<void> {
  const register = place.keys.register(place.shard);
  const rebuilt = new Rebuilt(withLineCounts(registry), store, place);
  for (;;) {
    const entry = await store.field(register, place.accountId);
    const until = Math.max(entry === null ? -1 : streamRevisionIn(entry), atLeast);
    if (until < 0) return;
    await rebuilt.foldOn(history, until);
    const isDone = await rebuilt.restore(entry === null ? new Map() : placesIn(entry));
    if (isDone === null) throw new BuildLost('The build is not there');
    if (isDone) return;
  }
}

class Rebuilt {
  private account: AccountRows;
  /** By key, lists that more lines may come to. */
  private lists = new Map<string, { readonly list: number; readonly texts: string[] }>();

  constructor(
    private readonly registry: Registry,
    private readonly store: RedisStore,
    private readonly place: Place,
  ) {
    this.account = newAccount(registry);
  }

  async foldOn(history: AccountHistory, until: number): Promise<void> {
    const portion: Arrived[] = [];
    const after = this.account.streamRevision;
    if (after < until) {
      for await (const arrived of history(this.place.accountId, after)) {
        portion.push(arrived);
        const isEnd = arrived.streamRevision >= until;
        if (isEnd || portion.length >= EVENTS_AT_ONCE) await this.take(portion.splice(0));
        if (isEnd) break;
      }
    }
    await this.take(portion);
    if (this.account.streamRevision < until) {
      throw new Error(`The log has less of account ${this.place.accountId} than was read from it`);
    }
  }

  restore(before: Places): Promise<boolean | null> {
    const { keys, shard } = this.place;
    const lists = new Map([...this.lists].map(([key, { texts }]) => [key, texts]));
    return this.store.restore(keys.register(shard), rewritten(this.place, this.account, lists, before));
  }

  private async take(portion: readonly Arrived[]): Promise<void> {
    const change = fold(this.registry, this.account, portion);
    this.keepLines(change);
    this.account = advance(this.account, change);
    const isFull = ({ list }: { list: number }) => list < listOf(this.account.revision + 1);
    for (const [key, each] of this.lists) {
      if (!isFull(each)) continue;
      await this.writeFull(key, each.texts);
      this.lists.delete(key);
    }
  }

  private keepLines({ of }: AccountChange): void {
    const { keys, shard, accountId } = this.place;
    for (const [projection, { lines }] of of) {
      for (const [list, texts] of byList(projection, lines)) {
        const key = keys.lines(shard, projection.name, accountId, list);
        const kept = this.lists.get(key) ?? { list, texts: [] };
        kept.texts.push(...texts);
        this.lists.set(key, kept);
      }
    }
  }

  /** A list that nothing comes to any more can be written at any time: it is always the same. */
  private async writeFull(key: string, texts: readonly string[]): Promise<void> {
    const { keys, shard } = this.place;
    const written = await this.store.run('rewrite', [keys.register(shard), key], texts);
    if (written === null) throw new BuildLost('The build is not there');
  }
}
