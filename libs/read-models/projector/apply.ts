/** Brings a build's rows forward by a batch of events. */
import type { Position } from '#event-store/port/event-store.js';
import { BuildLost, BuildSetBack } from '../builds/build-lost.js';
import { fold } from '../projection/fold.js';
import type { Registry } from '../projection/projection.js';
import type { AggregateRows } from '../projection/rows.js';
import { type BuildKeys, landmarkText, landmarkTextIn, positionIn, positionText } from '../redis/keys.js';
import type { Outcome } from '../redis/operations.js';
import type { RedisStore } from '../redis/redis-store.js';
import { CHECKPOINT } from '../redis/register.js';
import { readCheckpoints } from '../builds/checkpoints.js';
import { ShardWrite } from '../redis/shard-write.js';
import { KnownRowsOf } from './known-rows.js';
import { reproject } from './reproject.js';
import { type Run, runsIn } from './runs.js';
import type { Arrived, History } from './source.js';
import { written } from './write.js';

export type ApplierParts = {
  readonly registry: Registry;
  readonly store: RedisStore;
  readonly keys: BuildKeys;
  readonly history: History;
};

/** An aggregate whose rows are lost once more after so many is losing them to somebody. */
const MOST_REPROJECTIONS = 5;

/** A run that brought its rows forward, in the shard's write at its place. */
type Folded = { readonly run: Run; readonly rows: AggregateRows };
type ShardWork = { readonly write: ShardWrite; readonly folded: readonly Folded[] };

export class Applier {
  private known: KnownRowsOf;
  /** By shard, the checkpoint that is known to be stored. */
  private checkpoints = new Map<string, string>();
  /** The last event that a checkpoint speaks of, as its text has it. */
  private landmark = '';
  private reachedText = '';

  constructor(private readonly parts: ApplierParts) {
    this.known = new KnownRowsOf(parts);
  }

  /** Reads the checkpoints, and forgets what was known before. The position up to which all shards reflect the log. */
  async open(): Promise<Position | null> {
    this.known = new KnownRowsOf(this.parts);
    this.checkpoints = await knownCheckpoints(this.parts);
    const last = [...this.checkpoints.values()].reduce((most, each) => (each > most ? each : most));
    this.landmark = landmarkTextIn(last);
    this.reachedText = [...this.checkpoints.values()].reduce((least, each) => (each < least ? each : least));
    return positionIn(this.reachedText);
  }

  /** Up to where all shards reflect the log, as far as is known here: the text of a position. */
  get reached(): string {
    return this.reachedText;
  }

  /** All effects up to `position` are stored when this resolves. Rejects with `BuildLost`. */
  async apply(events: readonly Arrived[], position: Position): Promise<void> {
    const last = events.at(-1);
    if (last) this.landmark = landmarkText(last);
    const text = positionText(position) + this.landmark;
    await this.applyRuns(runsIn(this.parts.keys, events), text);
    await this.parts.store.run('extend', [this.parts.keys.reach], [text]);
    this.reachedText = text;
  }

  /** Shards without events follow, so that a restart does not begin where they were last touched. */
  async moveCheckpoints(position: Position): Promise<void> {
    const text = positionText(position) + this.landmark;
    const behind = [...this.checkpoints].filter(([, known]) => known < text);
    await this.applyRuns(new Map(behind.map(([shard]) => [shard, []])), text);
  }

  /** By shard, runs of events; all of them in one write, and what was not stored once more. */
  private async applyRuns(shards: ReadonlyMap<string, readonly Run[]>, position: string): Promise<void> {
    let open = shards;
    for (let isRetry = false; open.size > 0; isRetry = true) {
      const loaded = await this.loadWhole([...open.values()].flat(), isRetry);
      const work = [...open].map(([shard, runs]) => this.foldShard(shard, runs, loaded, position));
      const outcomes = await this.parts.store.apply(work.map(({ write }) => write));
      const again = new Map<string, readonly Run[]>();
      for (const [nth, shard] of [...open.keys()].entries()) {
        const stored = outcomes[nth];
        if (!stored) throw await this.lossOf(shard);
        const failed = this.settle(work[nth]?.folded ?? [], stored);
        if (failed.length > 0) again.set(shard, failed);
        else this.checkpoints.set(shard, position);
      }
      open = again;
    }
  }

  private foldShard(
    shard: string,
    runs: readonly Run[],
    loaded: ReadonlyMap<string, AggregateRows>,
    position: string,
  ): ShardWork {
    const known = this.checkpoints.get(shard) ?? '';
    const write = new ShardWrite(this.parts.keys.register(shard), { known, after: position });
    const folded: Folded[] = [];
    for (const run of runs) {
      const rows = loaded.get(run.place.stream);
      const change = rows && fold(rows, run.events);
      if (!change) continue;
      write.add(written(run.place, rows, change));
      folded.push({ run, rows });
    }
    return { folded, write };
  }

  /** The runs that were not stored. Their rows are given up: they are ahead of what Redis has. */
  private settle(folded: readonly Folded[], outcomes: readonly Outcome[]): readonly Run[] {
    const failed: Run[] = [];
    for (const [nth, { run, rows }] of folded.entries()) {
      const outcome = outcomes[nth];
      if (outcome === 'applied' || outcome === 'known') this.known.keep(run.place.stream, rows);
      else {
        this.known.forget(run.place.stream);
        failed.push(run);
      }
    }
    return failed;
  }

  private async lossOf(shard: string): Promise<Error> {
    const stored = await this.parts.store.field(this.parts.keys.register(shard), CHECKPOINT);
    return stored === null
      ? new BuildLost(`The register of shard ${shard} is gone`)
      : new BuildSetBack(`The checkpoint of shard ${shard} is an earlier one`);
  }

  /** The rows that the runs need, after those of which Redis lost something were made anew from the log. */
  private async loadWhole(runs: readonly Run[], isRetry: boolean): Promise<ReadonlyMap<string, AggregateRows>> {
    for (let tries = 0; tries < MOST_REPROJECTIONS; tries++) {
      const { rows, damaged } = await this.known.load(runs, isRetry || tries > 0);
      if (damaged.length === 0) return rows;
      for (const { place, events } of damaged) {
        await reproject(this.parts, place, events.at(-1)?.streamRevision);
      }
    }
    throw new Error('Rows are missing again as soon as they are made anew; does Redis evict keys?');
  }
}

async function knownCheckpoints({ store, keys }: ApplierParts): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for (const [shard, checkpoint] of await readCheckpoints(store, keys)) {
    if (checkpoint === null) throw new BuildLost(`The register of shard ${shard} is gone`);
    known.set(shard, checkpoint);
  }
  return known;
}
