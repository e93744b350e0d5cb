/**
 * Brings a build's rows forward while they are far behind, as when they are made anew: events are folded on as they come, and
 * a shard is written once in a while, each of its aggregates once, with the checkpoint that it has reached by then.
 */
import { fold } from '../projection/fold.js';
import { needsOf } from '../projection/needs.js';
import { type AggregateRows, settle } from '../projection/rows.js';
import { type Place, positionText } from '../redis/keys.js';
import { ShardWrite } from '../redis/shard-write.js';
import { type Run, runsIn } from './runs.js';
import type { Arrived } from './source.js';
import type { Stored } from './stored.js';
import { written } from './write.js';

/** Entries, of one shard and of all, and bytes of rows that wait to be written: bounds of memory, and of what Redis takes at once. */
const MOST_IN_SHARD = 4_000;
const MOST_ENTRIES = 32_000;
export const MOST_BYTES = 100_000_000;
/** Of a build that is read meanwhile nothing waits for longer. */
const LONGEST_WAIT_MS = 100;

/** Another projector has applied a part of these events, or rows are lost: whoever has the events at hand finds out. */
export class NotStored extends Error {
  override readonly name = 'NotStored';
}

/** Aggregates of a shard that are ahead of Redis. */
type Unwritten = { readonly sinceMs: number; readonly rows: Map<string, Waiting>; entries: number };
type Waiting = { readonly place: Place; readonly rows: AggregateRows };

export class CatchUp {
  private readonly shards = new Map<string, Unwritten>();
  private entries = 0;
  private position = '';
  /** The call that Redis is busy with: the next events are folded meanwhile. */
  private underWay: Promise<void> = Promise.resolve();
  private shardUnderWay = '';
  /** The checkpoint that is furthest: events after it are stored in no shard. */
  private readonly furthest: string;
  private readonly longestWaitMs: number;

  constructor(private readonly stored: Stored) {
    this.furthest = stored.furthest;
    this.longestWaitMs = stored.parts.isRead ? LONGEST_WAIT_MS : Infinity;
  }

  /** Takes events in, which follow each other; `position` is the checkpoint after them. Rejects with `NotStored`, `BuildLost`. */
  async take(events: readonly Arrived[], position: string): Promise<void> {
    const shards = runsIn(this.stored.keys, this.unstored(events));
    const runs = [...shards.values()].flat();
    await this.writeWhatIsLookedUp(runs);
    const loaded = await this.stored.loadWhole(runs, false);
    for (const run of runs) {
      const rows = loaded.get(run.place.stream);
      if (rows && fold(rows, run.events)) this.keep(run, rows);
    }
    this.position = position;
    for (let shard = this.nextShard(); shard !== null; shard = this.nextShard()) await this.write(shard);
  }

  /** Up to where events were taken in; empty where none were. */
  get reached(): string {
    return this.position;
  }

  /** Whether a shard's rows are ahead of what is stored of it. */
  isAhead(shard: string): boolean {
    return this.shards.has(shard) || this.shardUnderWay === shard;
  }

  /** All that was taken in is stored when this resolves. */
  async finish(): Promise<void> {
    for (const shard of this.shards.keys()) await this.write(shard);
    await this.underWay;
  }

  /** Shards are written one after the other: what one reflects already comes again where another one is behind. */
  private unstored(events: readonly Arrived[]): readonly Arrived[] {
    const [first] = events;
    if (!first || positionText(first.position) > this.furthest) return events;
    return events.filter(({ stream, position }) => positionText(position) > this.stored.checkpointOf(stream));
  }

  /** Rows that have to be looked up for an aggregate that is ahead of Redis: it is written before. */
  private async writeWhatIsLookedUp(runs: readonly Run[]): Promise<void> {
    const shards = new Set<string>();
    for (const { place, events } of runs) {
      const rows = this.stored.known.rowsAhead(place.stream);
      if (rows && !rows.isWhole && needsOf(rows, events).size > 0) shards.add(place.shard);
    }
    for (const shard of shards) await this.write(shard);
    if (shards.size > 0) await this.underWay;
  }

  private keep({ place, events }: Run, rows: AggregateRows): void {
    const { shard, stream } = place;
    let own = this.shards.get(shard);
    if (!own) this.shards.set(shard, (own = { sinceMs: performance.now(), rows: new Map(), entries: 0 }));
    own.rows.set(stream, { place, rows });
    this.stored.known.hold(stream, rows);
    for (const { size } of events) {
      own.entries += size;
      this.entries += size;
    }
  }

  /** The shard that is to be written before more is taken in. */
  private nextShard(): string | null {
    const isFull = this.entries >= MOST_ENTRIES || this.stored.known.bytesAhead >= MOST_BYTES;
    const waitingSinceMs = performance.now() - this.longestWaitMs;
    let fullest: string | null = null;
    let most = 0;
    for (const [shard, { entries, sinceMs }] of this.shards) {
      if (sinceMs < waitingSinceMs) return shard;
      if (entries > most) [fullest, most] = [shard, entries];
    }
    return isFull || most >= MOST_IN_SHARD ? fullest : null;
  }

  private async write(shard: string): Promise<void> {
    const own = this.shards.get(shard);
    if (!own) return;
    await this.underWay;
    this.shards.delete(shard);
    this.entries -= own.entries;
    const write = new ShardWrite(this.stored.keys.register(shard), {
      known: this.stored.checkpoints.get(shard) ?? '',
      after: this.position,
    });
    for (const { place, rows } of own.rows.values()) {
      write.add(written(place, rows));
      settle(rows);
    }
    this.shardUnderWay = shard;
    this.underWay = this.store(shard, write, own);
    // Whoever waits for it next is told.
    this.underWay.catch(() => {});
  }

  private async store(shard: string, write: ShardWrite, { rows }: Unwritten): Promise<void> {
    const after = write.checkpoints.after;
    const [outcomes] = await this.stored.store.apply([write]);
    if (!outcomes) throw await this.stored.lossIn(shard);
    const failed = outcomes.filter((outcome) => outcome !== 'applied' && outcome !== 'known').length;
    if (failed > 0) throw new NotStored(`${failed} aggregates of shard ${shard} are not as they were`);
    this.shardUnderWay = '';
    this.stored.checkpoints.set(shard, after);
    const ahead = this.shards.get(shard)?.rows;
    for (const [stream, waiting] of rows) {
      if (ahead?.has(stream)) continue;
      this.stored.known.keep(stream, waiting.rows);
    }
  }
}
