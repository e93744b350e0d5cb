/** What has to be known of an aggregate before its events can be folded. */
import type { Arrived } from '../projector/source.js';
import { countKeysOf } from '../redis/line-counts.js';
import type { Wanted } from '../redis/row-hash.js';
import type { DraftRows } from './draft-rows.js';
import type { AnyProjection, EveryRow } from './projection.js';
import type { AggregateRows } from './rows.js';

/** The rows that the events may look at and that are not known: nothing where the events can be folded. */
export function needsOf(rows: AggregateRows, events: readonly Arrived[]): Wanted {
  let needs: Map<AnyProjection, ReadonlySet<string> | EveryRow> | null = null;
  for (const known of rows.of) {
    if (known.isWhole) continue;
    const unknown = known === rows.lineCounts ? unknownCounts(known, rows.of, events) : unknownTo(known, events);
    if (unknown !== null) (needs ??= new Map()).set(known.projection, unknown);
  }
  return needs ?? NOTHING;
}
const NOTHING: Wanted = new Map();

/** Null where nothing is unknown: nearly always, so that nothing is made for it. */
function unknownTo(known: DraftRows, events: readonly Arrived[]): ReadonlySet<string> | EveryRow | null {
  let unknown: Set<string> | null = null;
  for (const { entries } of events) {
    for (const entry of entries) {
      const keys = known.projection.keys(entry);
      if (keys === 'every row') return keys;
      for (const key of keys) if (!known.isKnown(key)) (unknown ??= new Set()).add(key);
    }
  }
  return unknown;
}

function unknownCounts(
  counts: DraftRows,
  of: readonly DraftRows[],
  events: readonly Arrived[],
): ReadonlySet<string> | null {
  let unknown: Set<string> | null = null;
  for (const { projection } of of) {
    if (!projection.columns) continue;
    for (const event of events) {
      for (const key of countKeysOf(projection.name, event)) if (!counts.isKnown(key)) (unknown ??= new Set()).add(key);
    }
  }
  return unknown;
}

/** Takes in what was looked up. */
export function learn(
  aggregate: AggregateRows,
  needs: Wanted,
  found: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
): void {
  for (const known of aggregate.of) {
    const keys = needs.get(known.projection);
    if (keys !== undefined) known.learn(keys, found.get(known.projection.name));
  }
  aggregate.isWhole = aggregate.of.every(({ isWhole }) => isWhole);
}
