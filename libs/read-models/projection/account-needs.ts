/** What has to be known of an account before its events can be folded. */
import { unjoined } from '#domain/account/entries.js';
import { type Found, type Wanted, countsIn } from '../redis/account-hash.js';
import { type AccountRows, type KnownRows } from './fold.js';
import type { AnyProjection, Registry } from './projection.js';
import { placesIn } from '../redis/register.js';
import type { Arrived } from '../projector/source.js';

/** The rows that the events may look at. */
export function needsOf(registry: Registry, events: readonly Arrived[]): Wanted {
  const needs = new Map<string, Set<string> | 'every row'>();
  for (const { name, keys: keysOf } of registry) {
    for (const event of events.flatMap((arrived) => unjoined(arrived.event))) {
      const keys = keysOf(event);
      const known = needs.get(name);
      if (known === 'every row' || keys.length === 0) continue;
      if (keys === 'every row') needs.set(name, keys);
      else if (!known) needs.set(name, new Set(keys));
      else for (const key of keys) known.add(key);
    }
  }
  return needs;
}

/** All rows are known: whatever events need, it is there. */
export function isWhole({ of }: AccountRows): boolean {
  for (const known of of.values()) if (!known.isWhole) return false;
  return true;
}

export function isKnown(registry: Registry, account: AccountRows, needs: Wanted): boolean {
  return registry.every((projection) => {
    const keys = needs.get(projection.name);
    const known = account.of.get(projection);
    if (keys === undefined || known?.isWhole) return true;
    if (!known || keys === 'every row') return false;
    for (const key of keys) if (!known.rows.has(key) && !known.lookedUp.has(key)) return false;
    return true;
  });
}

/** The account as Redis told it; with what is in memory of it already, where that is of the same revision. */
export function accountFrom(
  registry: Registry,
  needs: Wanted,
  { streamRevision, revision, summary, entry, rows }: Found,
  cached: AccountRows | undefined,
): AccountRows {
  const more = cached?.streamRevision === streamRevision ? cached.of : new Map<AnyProjection, KnownRows>();
  const of = new Map(more);
  for (const projection of registry) {
    const keys = needs.get(projection.name);
    const known = more.get(projection);
    if (keys === undefined || known?.isWhole) continue;
    const found = rows.get(projection.name) ?? new Map<string, unknown>();
    const isWhole = keys === 'every row';
    const lookedUp = isWhole ? new Set<string>() : new Set([...(known?.lookedUp ?? []), ...keys]);
    of.set(projection, { rows: known ? new Map([...known.rows, ...found]) : found, lookedUp, isWhole });
  }
  return { streamRevision, revision, counts: countsIn(summary), places: placesIn(entry), of };
}
