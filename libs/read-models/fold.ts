/** What a run of one account's events does to its rows. Pure; where the rows are kept is not known here. */
import type { AnyProjection, Placed, Registry } from './projection.js';
import type { Arrived } from './source.js';

/** What is known of an account's rows of one projection. */
export type KnownRows = {
  /** Rows that exist. */
  readonly rows: ReadonlyMap<string, unknown>;
  /** Keys that were looked up, existing or not; `isWhole`: all were. */
  readonly lookedUp: ReadonlySet<string>;
  readonly isWhole: boolean;
};

/** Rows of one account as of one of its events. `advance` moves it on. */
export type AccountRows = {
  /** Of the last event that they reflect; −1 before the first. */
  readonly streamRevision: number;
  /** Of the last entry; 0 before the first. */
  readonly revision: number;
  readonly of: ReadonlyMap<AnyProjection, KnownRows>;
};

/** Rows and lines that a run of events leaves behind, of one projection. */
export type ProjectionChange = {
  readonly rows: ReadonlyMap<string, unknown>;
  readonly lines: readonly Placed[];
};

export type AccountChange = {
  /** Stream revisions: what the rows reflected, and what they reflect now. */
  readonly from: number;
  readonly to: number;
  readonly revision: number;
  readonly of: ReadonlyMap<AnyProjection, ProjectionChange>;
};

const NONE: ReadonlySet<string> = new Set();
export const nothingKnown = (isWhole = false): KnownRows => ({ rows: new Map(), lookedUp: NONE, isWhole });

/** An account before its first event: that there are no rows is known. */
export const newAccount = (registry: Registry): AccountRows => ({
  streamRevision: -1,
  revision: 0,
  of: new Map(registry.map((projection) => [projection, nothingKnown(true)])),
});

/** The account after the change. What was known before is used up: its rows are the same objects, for speed. */
export function advance(known: AccountRows, { to, revision, of: changes }: AccountChange): AccountRows {
  const of = known.of as Map<AnyProjection, KnownRows>;
  for (const [projection, { rows: changed }] of changes) {
    const before = of.get(projection) ?? nothingKnown();
    const rows = before.rows as Map<string, unknown>;
    for (const [key, row] of changed) {
      if (row === null) rows.delete(key);
      else rows.set(key, row);
    }
    of.set(projection, before);
  }
  return { streamRevision: to, revision, of };
}

/** Folds events that follow each other. Those that the rows reflect already are skipped; a gap is an error. */
export function fold(registry: Registry, known: AccountRows, events: readonly Arrived[]): AccountChange {
  const of = new Map<AnyProjection, { rows: Map<string, unknown>; lines: Placed[] }>();
  let { streamRevision, revision } = known;
  for (const { streamRevision: place, event, accountId } of events) {
    if (place <= streamRevision) continue;
    if (place !== streamRevision + 1) {
      throw new Error(`Event ${place} of account ${accountId} does not follow ${streamRevision}`);
    }
    for (const projection of registry) {
      const keys = projection.keys(event);
      if (keys.length === 0) continue;
      const change = of.get(projection) ?? { rows: new Map<string, unknown>(), lines: [] };
      const rows = present(known.of.get(projection) ?? nothingKnown(), change.rows, keys);
      const { rows: changed, lines } = projection.evolve(rows, event);
      if (changed) for (const [key, row] of changed) change.rows.set(key, row);
      if (lines) change.lines.push(...lines);
      of.set(projection, change);
    }
    streamRevision = place;
    revision = lastRevision(event);
  }
  return { from: known.streamRevision, to: streamRevision, revision, of };
}

/** The revision of the event's last entry. */
const lastRevision = ({ type, revision, data }: Arrived['event']): number =>
  type === 'UsageCharged' ? revision + data.lines.length - 1 : revision;

/** The rows of the keys that exist, and no others: a projection can't come to rely on rows that it did not name. */
function present(
  known: KnownRows,
  changed: ReadonlyMap<string, unknown>,
  keys: ReturnType<AnyProjection['keys']>,
): ReadonlyMap<string, unknown> {
  const names = typeof keys === 'string' ? new Set([...known.rows.keys(), ...changed.keys()]) : keys;
  const rows = new Map<string, unknown>();
  for (const key of names) {
    const row = changed.has(key) ? changed.get(key) : known.rows.get(key);
    if (row !== undefined && row !== null) rows.set(key, row);
  }
  return rows;
}
