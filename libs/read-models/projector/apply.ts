/** Brings a build's rows forward by a batch of events, whose effects are stored before the next is taken. */
import type { Position } from '#event-store/port/event-store.js';
import { fold } from '../projection/fold.js';
import { type AggregateRows, settle } from '../projection/rows.js';
import { landmarkText, landmarkTextIn, positionIn, positionText } from '../redis/keys.js';
import type { Outcome } from '../redis/operations.js';
import { ShardWrite } from '../redis/shard-write.js';
import { CatchUp } from './catch-up.js';
import { type Run, runsIn } from './runs.js';
import type { Arrived } from './source.js';
import { type BuildParts, Stored } from './stored.js';
import { written } from './write.js';

/** A run that brought its rows forward, in the shard's write at its place. */
type Folded = { readonly run: Run; readonly rows: AggregateRows };
type ShardWork = { readonly write: ShardWrite; readonly folded: readonly Folded[] };

export class Applier {
  private reachedText: string;
  private readonly behind: CatchUp;
  /** The last event that a checkpoint speaks of, as its text has it. */
  private landmark: string;

  private constructor(private readonly stored: Stored) {
    this.behind = new CatchUp(stored);
    this.reachedText = stored.reached;
    this.landmark = landmarkTextIn(stored.furthest);
  }

  /** Goes on from the checkpoints, nothing else being known. Rejects with `BuildLost`. */
  static async open(parts: BuildParts): Promise<Applier> {
    return new Applier(await Stored.read(parts));
  }

  /** Up to where all shards reflect the log, as far as is known here: the text of a position. */
  get reached(): string {
    return this.reachedText;
  }

  /** By shard, the one that is known to be stored. */
  get checkpoints(): ReadonlyMap<string, string> {
    return this.stored.checkpoints;
  }

  get position(): Position | null {
    return positionIn(this.reachedText);
  }

  /** All effects up to `position` are stored when this resolves. Rejects with `BuildLost`. */
  async apply(events: readonly Arrived[], position: Position): Promise<void> {
    const text = this.checkpointAfter(events, position);
    await this.applyRuns(runsIn(this.stored.keys, events), text);
    await this.reach(text);
  }

  /** The effects of these events will be stored: all of them when `catchUp` has resolved. Rejects with `NotStored`, `BuildLost`. */
  takeIn(events: readonly Arrived[], position: Position): Promise<void> {
    return this.behind.take(events, this.checkpointAfter(events, position));
  }

  async catchUp(): Promise<void> {
    await this.behind.finish();
    if (this.behind.reached > this.reachedText) await this.reach(this.behind.reached);
  }

  /** Shards without events follow, so that a restart does not begin where they were last touched. */
  async moveCheckpoints(position: Position): Promise<void> {
    const text = this.checkpointAfter([], position);
    const behind = [...this.stored.checkpoints].filter(([shard, known]) => known < text && !this.behind.isAhead(shard));
    await this.applyRuns(new Map(behind.map(([shard]) => [shard, []])), text);
    const { reached } = this.stored;
    if (reached > this.reachedText) await this.reach(reached);
  }

  private checkpointAfter(events: readonly Arrived[], position: Position): string {
    const last = events.at(-1);
    if (last) this.landmark = landmarkText(last);
    return positionText(position) + this.landmark;
  }

  private async reach(text: string): Promise<void> {
    await this.stored.store.run('extend', [this.stored.keys.reach], [text]);
    this.reachedText = text;
  }

  /** By shard, runs of events; all of them in one write, and what was not stored once more. */
  private async applyRuns(shards: ReadonlyMap<string, readonly Run[]>, position: string): Promise<void> {
    let open = shards;
    for (let isRetry = false; open.size > 0; isRetry = true) {
      const loaded = await this.stored.loadWhole([...open.values()].flat(), isRetry);
      const work = [...open].map(([shard, runs]) => this.foldShard(shard, runs, loaded, position));
      const outcomes = await this.stored.store.apply(work.map(({ write }) => write));
      const again = new Map<string, readonly Run[]>();
      for (const [nth, shard] of [...open.keys()].entries()) {
        const stored = outcomes[nth];
        if (!stored) throw await this.stored.lossIn(shard);
        const failed = this.settled(work[nth]?.folded ?? [], stored);
        if (failed.length > 0) again.set(shard, failed);
        else this.stored.checkpoints.set(shard, position);
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
    const known = this.stored.checkpoints.get(shard) ?? '';
    const write = new ShardWrite(this.stored.keys.register(shard), { known, after: position });
    const folded: Folded[] = [];
    for (const run of runs) {
      const rows = loaded.get(run.place.stream);
      if (!rows || !fold(rows, run.events)) continue;
      write.add(written(run.place, rows));
      settle(rows);
      folded.push({ run, rows });
    }
    return { folded, write };
  }

  /** The runs that were not stored. Their rows are given up: they are ahead of what Redis has. */
  private settled(folded: readonly Folded[], outcomes: readonly Outcome[]): readonly Run[] {
    const failed: Run[] = [];
    for (const [nth, { run, rows }] of folded.entries()) {
      const outcome = outcomes[nth];
      if (outcome === 'applied' || outcome === 'known') this.stored.known.keep(run.place.stream, rows);
      else {
        this.stored.known.forget(run.place.stream);
        failed.push(run);
      }
    }
    return failed;
  }
}
