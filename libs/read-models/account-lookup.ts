/** What has to be known of an account before its events can be folded, and how Redis tells it. */
import type { AccountRows, KnownRows } from './fold.js';
import { type Place, revisionsIn } from './keys.js';
import type { AnyProjection, Registry } from './projection.js';
import type { Operation } from './redis-store.js';
import type { Arrived } from './source.js';

/** The keys of rows that the events may look at, by projection. */
export type Needs = ReadonlyMap<AnyProjection, ReadonlySet<string> | 'every row'>;

export function needsOf(registry: Registry, events: readonly Arrived[]): Needs {
  const needs = new Map<AnyProjection, Set<string> | 'every row'>();
  for (const projection of registry) {
    const all = new Set<string>();
    for (const { event } of events) {
      const keys = projection.keys(event);
      if (keys === 'every row') needs.set(projection, keys);
      else for (const key of keys) all.add(key);
    }
    if (all.size > 0 && !needs.has(projection)) needs.set(projection, all);
  }
  return needs;
}

export function isKnown(account: AccountRows, needs: Needs): boolean {
  for (const [projection, keys] of needs) {
    const known = account.of.get(projection);
    if (known?.isWhole) continue;
    if (!known || keys === 'every row') return false;
    for (const key of keys) if (!known.rows.has(key) && !known.lookedUp.has(key)) return false;
  }
  return true;
}

/** One read for the account's revision, one for each projection's rows. */
export const lookup = ({ keys, shard, accountId }: Place, needs: Needs): readonly Operation[] => [
  { command: 'GET', key: keys.revision(shard, accountId), args: [] },
  ...[...needs].map(([{ name }, wanted]): Operation => {
    const key = keys.rows(shard, name, accountId);
    if (wanted === 'every row') return { command: 'HGETALL', key, args: [] };
    return { command: 'HMGET', key, args: [...wanted] };
  }),
];

/** The account as the answers to its lookup tell it. */
export function found(needs: Needs, [revision, ...answers]: readonly unknown[]): AccountRows {
  const of = new Map<AnyProjection, KnownRows>();
  for (const [nth, [projection, wanted]] of [...needs].entries()) {
    const answer = answers[nth] as readonly (string | null)[];
    of.set(projection, wanted === 'every row' ? allRows(answer) : someRows([...wanted], answer));
  }
  return { ...(typeof revision === 'string' ? revisionsIn(revision) : { streamRevision: -1, revision: 0 }), of };
}

const allRows = (pairs: readonly (string | null)[]): KnownRows => {
  const rows = new Map<string, unknown>();
  for (let at = 0; at < pairs.length; at += 2) rows.set(pairs[at] ?? '', JSON.parse(pairs[at + 1] ?? 'null'));
  return { rows, lookedUp: new Set(), isWhole: true };
};

const someRows = (keys: readonly string[], texts: readonly (string | null)[]): KnownRows => {
  const rows = new Map<string, unknown>();
  for (const [nth, key] of keys.entries()) {
    const text = texts[nth];
    if (typeof text === 'string') rows.set(key, JSON.parse(text));
  }
  return { rows, lookedUp: new Set(keys), isWhole: false };
};

/** Two looks at one account at the same revision. */
export function joined(account: AccountRows, more: AccountRows): AccountRows {
  const of = new Map(account.of);
  for (const [projection, found] of more.of) {
    const known = of.get(projection);
    if (!known || found.isWhole) of.set(projection, found);
    else {
      const rows = new Map([...known.rows, ...found.rows]);
      of.set(projection, { rows, lookedUp: new Set([...known.lookedUp, ...found.lookedUp]), isWhole: known.isWhole });
    }
  }
  return { ...account, of };
}
