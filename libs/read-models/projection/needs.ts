/** What has to be known of an aggregate before its events can be folded. */
import type { Arrived } from '../projector/source.js';
import { countKeysOf } from '../redis/line-counts.js';
import type { Wanted } from '../redis/row-hash.js';
import type { DraftRows } from './draft-rows.js';
import type { AnyProjection, EveryRow } from './projection.js';
import type { AggregateRows } from './rows.js';

/** The rows that the events may look at and that are not known: nothing where the events can be folded. */
export function needsOf(rows: AggregateRows, events: readonly Arrived[]): Wanted {
  const needs = new Map<AnyProjection, ReadonlySet<string> | EveryRow>();
  for (const known of rows.of) {
    if (known.isWhole) continue;
    const keys = known === rows.lineCounts ? countKeys(rows.of, events) : keysFor(known, events);
    const unknown = keys === 'every row' ? keys : unknownOf(known, keys);
    if (unknown === 'every row' || unknown.size > 0) needs.set(known.projection, unknown);
  }
  return needs;
}

function keysFor({ projection }: DraftRows, events: readonly Arrived[]): ReadonlySet<string> | EveryRow {
  const all = new Set<string>();
  for (const { entries } of events) {
    for (const entry of entries) {
      const keys = projection.keys(entry);
      if (keys === 'every row') return keys;
      for (const key of keys) all.add(key);
    }
  }
  return all;
}

function countKeys(of: readonly DraftRows[], events: readonly Arrived[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { projection } of of) {
    if (!projection.columns) continue;
    for (const event of events) for (const key of countKeysOf(projection.name, event)) keys.add(key);
  }
  return keys;
}

const unknownOf = ({ rows, lookedUp }: DraftRows, keys: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...keys].filter((key) => !rows.has(key) && !lookedUp.has(key)));

/** Takes in what was looked up. */
export function learn(
  aggregate: AggregateRows,
  needs: Wanted,
  found: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
): void {
  for (const known of aggregate.of) {
    const keys = needs.get(known.projection);
    if (keys === undefined) continue;
    for (const [key, row] of found.get(known.projection.name) ?? []) known.rows.set(key, row);
    if (keys === 'every row') known.isWhole = true;
    else for (const key of keys) known.lookedUp.add(key);
  }
  aggregate.isWhole = aggregate.of.every(({ isWhole }) => isWhole);
}
