/** The rows that events are folded over: out of memory, or out of Redis. */
import { BuildLost } from '../builds/build-lost.js';
import { learn, needsOf } from '../projection/needs.js';
import type { Registry } from '../projection/projection.js';
import { type AggregateRows, forgetPast, newRows } from '../projection/rows.js';
import type { BuildKeys } from '../redis/keys.js';
import type { RedisStore } from '../redis/redis-store.js';
import { placesIn } from '../redis/register.js';
import { type Found, LOOKUP_OPERATIONS, type Wanted, found, lookup } from '../redis/row-hash.js';
import { RowsCache } from './rows-cache.js';
import { type Run, isFirst } from './runs.js';

type Parts = { readonly registry: Registry; readonly store: RedisStore; readonly keys: BuildKeys };
/** `damaged`: those of which Redis has lost something, or that are behind. */
type Loaded = { readonly rows: ReadonlyMap<string, AggregateRows>; readonly damaged: readonly Run[] };
/** Rows of which some have to be looked up. */
type Missing = { readonly run: Run; readonly needs: Wanted; readonly known: AggregateRows };

export class KnownRowsOf {
  /** Rows that are ahead of Redis, by stream, with what they weigh: there is no looking them up. */
  private readonly ahead = new Map<string, { readonly rows: AggregateRows; readonly bytes: number }>();
  private readonly cache = new RowsCache();
  private bytesAheadOfRedis = 0;

  constructor(private readonly parts: Parts) {}

  /** Before its first event. */
  none({ category }: Run): AggregateRows {
    return newRows(this.parts.registry, category, true);
  }

  /** What the rows weigh that are ahead of Redis. */
  get bytesAhead(): number {
    return this.bytesAheadOfRedis;
  }

  rowsAhead(stream: string): AggregateRows | undefined {
    return this.ahead.get(stream)?.rows;
  }

  /** They are ahead of Redis until `keep`. Weighed once: what they grow by meanwhile is bounded by their events. */
  hold(stream: string, rows: AggregateRows): void {
    if (this.ahead.has(stream)) return;
    const bytes = this.cache.release(stream, rows);
    this.ahead.set(stream, { rows, bytes });
    this.bytesAheadOfRedis += bytes;
  }

  /** They are stored. */
  keep(stream: string, rows: AggregateRows): void {
    this.bytesAheadOfRedis -= this.ahead.get(stream)?.bytes ?? 0;
    this.ahead.delete(stream);
    forgetPast(rows);
    this.cache.set(stream, rows);
  }

  forget(stream: string): void {
    this.cache.delete(stream);
  }

  /** All rows that the events may look at; those that are not in memory are read in one go a shard. */
  async load(runs: readonly Run[], isRetry: boolean): Promise<Loaded> {
    const rows = new Map<string, AggregateRows>();
    const missing = new Map<string, Missing[]>();
    for (const run of runs) {
      const { stream, shard } = run.place;
      const cached = this.rowsAhead(stream) ?? this.cache.get(stream);
      if (!cached && !isRetry && isFirst(run)) rows.set(stream, this.none(run));
      else if (cached?.isWhole) rows.set(stream, cached);
      else {
        const known = cached ?? newRows(this.parts.registry, run.category, false);
        const needs = needsOf(known, run.events);
        if (cached && needs.size === 0) rows.set(stream, cached);
        else missing.set(shard, [...(missing.get(shard) ?? []), { run, needs, known }]);
      }
    }
    const damaged = await Promise.all([...missing].map(([shard, own]) => this.lookUp(shard, own, rows)));
    return { rows, damaged: damaged.flat() };
  }

  /** Adds to `rows` what Redis has; those of which it has lost something. */
  private async lookUp(
    shard: string,
    missing: readonly Missing[],
    rows: Map<string, AggregateRows>,
  ): Promise<readonly Run[]> {
    const { store, keys } = this.parts;
    const lookups = missing.flatMap(({ run, needs }) => lookup(run.place, needs));
    const answers = await store.read(keys.register(shard), lookups);
    if (answers === null) throw new BuildLost('The build is not there');
    const damaged: Run[] = [];
    for (const [nth, { run, needs, known }] of missing.entries()) {
      const seen = found(needs, answers.slice(nth * LOOKUP_OPERATIONS, (nth + 1) * LOOKUP_OPERATIONS));
      if (seen === 'absent' && isFirst(run)) rows.set(run.place.stream, this.none(run));
      else if (typeof seen === 'string' || isBehind(seen, run)) damaged.push(run);
      else if (known.streamRevision === seen.streamRevision || known.streamRevision < 0) {
        rows.set(run.place.stream, learnt(known, needs, seen));
      } else {
        // Another projector has brought it forward: what is in memory is of the past.
        this.forget(run.place.stream);
        damaged.push(...(await this.lookUpAfresh(shard, run, rows)));
      }
    }
    return damaged;
  }

  private lookUpAfresh(shard: string, run: Run, rows: Map<string, AggregateRows>): Promise<readonly Run[]> {
    const known = newRows(this.parts.registry, run.category, false);
    return this.lookUp(shard, [{ run, needs: needsOf(known, run.events), known }], rows);
  }
}

function learnt(known: AggregateRows, needs: Wanted, { rows, entry, ...summary }: Found): AggregateRows {
  learn(known, needs, rows);
  const places = placesIn(entry);
  const { streamRevision, revision, fields } = summary;
  return Object.assign(known, { streamRevision, revision, fields, places, stored: { streamRevision, fields, places } });
}

/** Events before those that have come were never applied. */
const isBehind = ({ streamRevision }: Found, { events }: Run): boolean =>
  streamRevision < (events[0]?.streamRevision ?? 0) - 1;
