/** Brings a build's rows forward by a batch of events. */
import { AccountCache } from './account-cache.js';
import { type Wanted, found, lookup } from './account-hash.js';
import { accountFrom, isKnown, isWhole, needsOf } from './account-needs.js';
import { written } from './account-write.js';
import { type AccountRows, advance, fold, newAccount } from './fold.js';
import { type BuildKeys, type Place, positionText, shardOf } from './keys.js';
import type { Registry } from './projection.js';
import type { RedisStore } from './redis-store.js';
import type { Arrived } from './source.js';
import type { Position } from '#event-store/event-store.js';

/** Keys of the build are gone: it can't be trusted any more, nor mended. */
export class BuildLost extends Error {
  override readonly name = 'BuildLost';
}

/** The build is that of an earlier moment: Redis lost the last of what it was told. Its checkpoints say from where on. */
export class BuildSetBack extends Error {
  override readonly name = 'BuildSetBack';
}

type Run = { readonly place: Place; readonly events: readonly Arrived[] };

export class Applier {
  private readonly cache = new AccountCache();

  constructor(
    private readonly registry: Registry,
    private readonly store: RedisStore,
    private readonly keys: BuildKeys,
    /** By shard, the checkpoint that is known to be stored. */
    private readonly checkpoints: Map<string, string>,
  ) {}

  /** All effects up to `position` are stored when this resolves. Rejects with `BuildLost`. */
  async apply(events: readonly Arrived[], position: Position): Promise<void> {
    const shards = new Map<string, Map<string, Arrived[]>>();
    for (const arrived of events) {
      const shard = shardOf(arrived.accountId);
      const accounts = shards.get(shard) ?? new Map<string, Arrived[]>();
      const run = accounts.get(arrived.accountId);
      if (run) run.push(arrived);
      else accounts.set(arrived.accountId, [arrived]);
      shards.set(shard, accounts);
    }
    const text = positionText(position);
    await Promise.all(
      [...shards].map(([shard, accounts]) =>
        this.applyToShard(
          shard,
          [...accounts].map(([accountId, run]) => ({ place: { keys: this.keys, shard, accountId }, events: run })),
          text,
        ),
      ),
    );
    await this.store.run('extend', this.keys.reach, [text]);
  }

  /** Shards without events follow, so that a restart does not begin where they were last touched. */
  async moveCheckpoints(position: Position): Promise<void> {
    const text = positionText(position);
    const behind = [...this.checkpoints].filter(([, known]) => known < text);
    await Promise.all(behind.map(([shard]) => this.applyToShard(shard, [], text)));
  }

  private async applyToShard(shard: string, runs: readonly Run[], position: string): Promise<void> {
    const checkpoint = this.keys.checkpoint(shard);
    const known = this.checkpoints.get(shard) ?? '';
    let open = runs;
    do {
      const accounts = await this.load(checkpoint, open, open !== runs);
      const changes = open.flatMap((run) => {
        const account = accounts.get(run.place.accountId) ?? newAccount(this.registry);
        const change = fold(this.registry, account, run.events);
        if (change.to === change.from) return [];
        return [{ run, account, change, ...written(run.place, account, change) }];
      });
      const writes = changes.map((each) => each.write);
      const outcomes = await this.store.apply(checkpoint, { known, after: position }, writes);
      if (outcomes === null) throw await this.lossOf(shard);
      if (outcomes.includes('gap')) throw new BuildLost(`Rows of shard ${shard} are missing; does Redis evict keys?`);
      open = changes.flatMap(({ run, account, change, size }, nth) => {
        if (outcomes[nth] !== 'overlap') this.cache.set(run.place.accountId, advance(account, change), size);
        else this.cache.delete(run.place.accountId);
        return outcomes[nth] === 'overlap' ? [run] : [];
      });
    } while (open.length > 0);
    this.checkpoints.set(shard, position);
  }

  private async lossOf(shard: string): Promise<Error> {
    const stored = await this.store.get(this.keys.checkpoint(shard));
    return stored === null
      ? new BuildLost(`The checkpoint of shard ${shard} is gone`)
      : new BuildSetBack(`The checkpoint of shard ${shard} is an earlier one`);
  }

  /** The accounts with all rows that their events may look at; those that are not in memory are read in one go. */
  private async load(
    checkpoint: string,
    runs: readonly Run[],
    isRetry: boolean,
  ): Promise<ReadonlyMap<string, AccountRows>> {
    const accounts = new Map<string, AccountRows>();
    const missing: { readonly run: Run; readonly needs: Wanted; readonly cached: AccountRows | undefined }[] = [];
    for (const run of runs) {
      const { accountId } = run.place;
      const cached = this.cache.get(accountId);
      if (cached && isWhole(cached)) accounts.set(accountId, cached);
      else if (!isRetry && !cached && run.events[0]?.streamRevision === 0)
        accounts.set(accountId, newAccount(this.registry));
      else {
        const needs = needsOf(this.registry, run.events);
        if (cached && isKnown(this.registry, cached, needs)) accounts.set(accountId, cached);
        else missing.push({ run, needs, cached });
      }
    }
    if (missing.length === 0) return accounts;
    const lookups = missing.map(({ run, needs }) => lookup(run.place, needs));
    const answers = await this.store.read(checkpoint, lookups);
    if (answers === null) throw new BuildLost('The build is not there');
    for (const [nth, { run, needs, cached }] of missing.entries()) {
      const account = accountFrom(this.registry, needs, found(needs, answers[nth]), cached);
      const first = run.events[0]?.streamRevision ?? 0;
      if (account.streamRevision < first - 1) throw new BuildLost(`Events before ${first} of an account are missing`);
      accounts.set(run.place.accountId, account);
    }
    return accounts;
  }
}
