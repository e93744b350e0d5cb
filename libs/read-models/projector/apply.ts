/** Brings a build's rows forward by a batch of events. */
import { AccountCache } from './account-cache.js';
import { type Found, LOOKUP_OPERATIONS, type Wanted, found, lookup } from '../redis/account-hash.js';
import { accountFrom, isKnown, isWhole, needsOf } from '../projection/account-needs.js';
import { written } from './account-write.js';
import { BuildLost, BuildSetBack } from '../builds/build-lost.js';
import { type AccountRows, advance, fold, newAccount } from '../projection/fold.js';
import { type BuildKeys, type Place, SHARDS, positionIn, positionText, shardOf } from '../redis/keys.js';
import { withLineCounts } from '../redis/line-counts.js';
import type { Registry } from '../projection/projection.js';
import type { RedisStore } from '../redis/redis-store.js';
import { CHECKPOINT } from '../redis/register.js';
import { reproject } from './reproject.js';
import type { AccountHistory, Arrived } from './source.js';
import type { Position } from '#event-store/port/event-store.js';

export type ApplierParts = {
  readonly registry: Registry;
  readonly store: RedisStore;
  readonly keys: BuildKeys;
  readonly history: AccountHistory;
};

/** An account whose rows are lost once more after so many is losing them to somebody. */
const MOST_REPROJECTIONS = 5;

type Run = { readonly place: Place; readonly events: readonly Arrived[] };
/** An account that has to be looked up, with what is in memory of it. */
type Missing = { readonly run: Run; readonly needs: Wanted; readonly cached: AccountRows | undefined };
type Loaded = { readonly accounts: Map<string, AccountRows>; readonly damaged: readonly Run[] };

export class Applier {
  private cache = new AccountCache();
  /** By shard, the checkpoint that is known to be stored. */
  private checkpoints = new Map<string, string>();

  private readonly registry: Registry;
  private readonly store: RedisStore;
  private readonly keys: BuildKeys;
  private reachedText = '';

  constructor(private readonly parts: ApplierParts) {
    this.registry = withLineCounts(parts.registry);
    this.store = parts.store;
    this.keys = parts.keys;
  }

  /** Reads the checkpoints, and forgets what was known before. The position up to which all shards reflect the log. */
  async open(): Promise<Position | null> {
    this.cache = new AccountCache();
    this.checkpoints = await readCheckpoints(this.store, this.keys);
    this.reachedText = [...this.checkpoints.values()].reduce((least, each) => (each < least ? each : least));
    return positionIn(this.reachedText);
  }

  /** Up to where all shards reflect the log, as far as is known here: the text of a position. */
  get reached(): string {
    return this.reachedText;
  }

  /** All effects up to `position` are stored when this resolves. Rejects with `BuildLost`. */
  async apply(events: readonly Arrived[], position: Position): Promise<void> {
    const text = positionText(position);
    const shards = runsByShard(this.keys, events);
    await Promise.all([...shards].map(([shard, runs]) => this.applyToShard(shard, runs, text)));
    await this.store.run('extend', [this.keys.reach], [text]);
    this.reachedText = text;
  }

  /** Shards without events follow, so that a restart does not begin where they were last touched. */
  async moveCheckpoints(position: Position): Promise<void> {
    const text = positionText(position);
    const behind = [...this.checkpoints].filter(([, known]) => known < text);
    await Promise.all(behind.map(([shard]) => this.applyToShard(shard, [], text)));
  }

  private async applyToShard(shard: string, runs: readonly Run[], position: string): Promise<void> {
    const register = this.keys.register(shard);
    const known = this.checkpoints.get(shard) ?? '';
    let open = runs;
    do {
      const accounts = await this.loadWhole(register, open, open !== runs);
      const changes = open.flatMap((run) => {
        const account = accounts.get(run.place.accountId) ?? newAccount(this.registry);
        const change = fold(this.registry, account, run.events);
        if (change.to === change.from) return [];
        return [{ run, account, change, ...written(run.place, account, change) }];
      });
      const writes = changes.map((each) => each.write);
      const outcomes = await this.store.apply(register, { known, after: position }, writes);
      if (outcomes === null) throw await this.lossOf(shard);
      open = changes.flatMap(({ run, account, change, size }, nth) => {
        const isStored = outcomes[nth] === 'applied' || outcomes[nth] === 'known';
        if (isStored) this.cache.set(run.place.accountId, advance(account, change), size);
        else this.cache.delete(run.place.accountId);
        return isStored ? [] : [run];
      });
    } while (open.length > 0);
    this.checkpoints.set(shard, position);
  }

  private async lossOf(shard: string): Promise<Error> {
    const stored = await this.store.field(this.keys.register(shard), CHECKPOINT);
    return stored === null
      ? new BuildLost(`The register of shard ${shard} is gone`)
      : new BuildSetBack(`The checkpoint of shard ${shard} is an earlier one`);
  }

  /** As `load`, after accounts of which Redis lost something were made anew from the log. */
  private async loadWhole(
    register: string,
    runs: readonly Run[],
    isRetry: boolean,
  ): Promise<ReadonlyMap<string, AccountRows>> {
    for (let tries = 0; tries < MOST_REPROJECTIONS; tries++) {
      const { accounts, damaged } = await this.load(register, runs, isRetry || tries > 0);
      if (damaged.length === 0) return accounts;
      for (const { place, events } of damaged) {
        await reproject(this.parts, place, events.at(-1)?.streamRevision);
      }
    }
    throw new Error('Rows are missing again as soon as they are made anew; does Redis evict keys?');
  }

  /** The accounts with all rows that their events may look at; those that are not in memory are read in one go. */
  private async load(register: string, runs: readonly Run[], isRetry: boolean): Promise<Loaded> {
    const accounts = new Map<string, AccountRows>();
    const missing: Missing[] = [];
    for (const run of runs) {
      const known = this.atHand(run, isRetry);
      if ('streamRevision' in known) accounts.set(run.place.accountId, known);
      else missing.push(known);
    }
    return missing.length === 0 ? { accounts, damaged: [] } : this.lookUp(register, missing, accounts);
  }

  /** The account's rows out of memory, or what of them has to be looked up. */
  private atHand(run: Run, isRetry: boolean): AccountRows | Missing {
    const cached = this.cache.get(run.place.accountId);
    if (cached && isWhole(cached)) return cached;
    if (!isRetry && !cached && isFirst(run)) return newAccount(this.registry);
    const needs = needsOf(this.registry, run.events);
    return cached && isKnown(this.registry, cached, needs) ? cached : { run, needs, cached };
  }

  /** Adds to `accounts` what Redis has. */
  private async lookUp(
    register: string,
    missing: readonly Missing[],
    accounts: Map<string, AccountRows>,
  ): Promise<Loaded> {
    const lookups = missing.flatMap(({ run, needs }) => lookup(run.place, needs));
    const answers = await this.store.read(register, lookups);
    if (answers === null) throw new BuildLost('The build is not there');
    const damaged: Run[] = [];
    for (const [nth, { run, needs, cached }] of missing.entries()) {
      const seen = found(needs, answers.slice(nth * LOOKUP_OPERATIONS));
      if (seen === 'absent' && isFirst(run)) accounts.set(run.place.accountId, newAccount(this.registry));
      else if (typeof seen === 'string' || isBehind(seen, run)) damaged.push(run);
      else accounts.set(run.place.accountId, accountFrom(this.registry, needs, seen, cached));
    }
    return { accounts, damaged };
  }
}

/** The events of each account together, by shard. */
function runsByShard(keys: BuildKeys, events: readonly Arrived[]): ReadonlyMap<string, readonly Run[]> {
  const runs = new Map<string, { readonly place: Place; readonly events: Arrived[] }>();
  const shards = new Map<string, Run[]>();
  for (const arrived of events) {
    const { accountId } = arrived;
    const known = runs.get(accountId);
    if (known) {
      known.events.push(arrived);
      continue;
    }
    const run = { place: { keys, shard: shardOf(accountId), accountId }, events: [arrived] };
    runs.set(accountId, run);
    const shard = shards.get(run.place.shard);
    if (shard) shard.push(run);
    else shards.set(run.place.shard, [run]);
  }
  return shards;
}

/** It begins with the account's first event. */
const isFirst = ({ events }: Run): boolean => events[0]?.streamRevision === 0;

/** Events before those that have come were never applied. */
const isBehind = ({ streamRevision }: Found, { events }: Run): boolean =>
  streamRevision < (events[0]?.streamRevision ?? 0) - 1;

async function readCheckpoints(store: RedisStore, keys: BuildKeys): Promise<Map<string, string>> {
  const stored = await Promise.all(SHARDS.map((shard) => store.field(keys.register(shard), CHECKPOINT)));
  return new Map(
    SHARDS.map((shard, nth) => {
      const checkpoint = stored[nth];
      if (typeof checkpoint !== 'string') throw new BuildLost(`The register of shard ${shard} is gone`);
      return [shard, checkpoint];
    }),
  );
}
