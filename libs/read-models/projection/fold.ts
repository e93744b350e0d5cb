/** What a run of one account's events does to its rows. Pure; where the rows are kept is not known here. */
import { type Entry, unjoined } from '#domain/account/entries.js';
import { lastRevision } from '../projector/entry-revisions.js';
import { LINE_COUNTS, counted } from '../redis/line-counts.js';
import type { AnyProjection, Placed, Registry } from './projection.js';
import { type Places, placeOf } from '../redis/register.js';
import type { Arrived } from '../projector/source.js';

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
  /** How many rows there are, known or not, by the name of their projection. */
  readonly counts: ReadonlyMap<string, number>;
  readonly places: Places;
  readonly of: ReadonlyMap<AnyProjection, KnownRows>;
};

/** Rows and lines that a run of events leaves behind, of one projection. */
export type ProjectionChange = {
  readonly rows: ReadonlyMap<string, unknown>;
  readonly lines: readonly Placed[];
};

/** `from` is the stream revision that the rows reflected; the others are as in `AccountRows`, afterwards. */
export type AccountChange = {
  readonly from: number;
  readonly to: number;
  readonly revision: number;
  readonly counts: ReadonlyMap<string, number>;
  readonly places: Places;
  readonly of: ReadonlyMap<AnyProjection, ProjectionChange>;
};

const NONE: ReadonlySet<string> = new Set();
export const nothingKnown = (isWhole = false): KnownRows => ({ rows: new Map(), lookedUp: NONE, isWhole });

/** An account before its first event: that there are no rows is known. */
export const newAccount = (registry: Registry): AccountRows => ({
  streamRevision: -1,
  revision: 0,
  counts: new Map(),
  places: new Map(),
  of: new Map(registry.map((projection) => [projection, nothingKnown(true)])),
});

/** The account after the change. What was known before is used up: its rows are the same objects, for speed. */
export function advance(known: AccountRows, { to, of: changes, ...after }: AccountChange): AccountRows {
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
  const { revision, counts, places } = after;
  return { streamRevision: to, revision, counts, places, of };
}

/** Folds events that follow each other. Those that the rows reflect already are skipped; a gap is an error. */
export function fold(registry: Registry, known: AccountRows, events: readonly Arrived[]): AccountChange {
  const run = new Run(registry, known);
  let { streamRevision, revision } = known;
  for (const { streamRevision: place, event, accountId } of events) {
    if (place <= streamRevision) continue;
    if (place !== streamRevision + 1) {
      throw new Error(`Event ${place} of account ${accountId} does not follow ${streamRevision}`);
    }
    for (const entry of unjoined(event)) for (const projection of registry) run.enter(projection, entry);
    streamRevision = place;
    revision = lastRevision(event);
  }
  const { counts, of } = run;
  return { from: known.streamRevision, to: streamRevision, revision, counts, places: placesAfter(known, of), of };
}

type Draft = { readonly rows: Map<string, unknown>; readonly lines: Placed[] };

/** The change while events are being entered. It lives and dies inside `fold`. */
class Run {
  readonly of = new Map<AnyProjection, Draft>();
  readonly counts: Map<string, number>;
  private readonly lineCounts: AnyProjection | undefined;

  constructor(
    registry: Registry,
    private readonly known: AccountRows,
  ) {
    this.counts = new Map(known.counts);
    this.lineCounts = registry.find(({ name }) => name === LINE_COUNTS);
  }

  enter(projection: AnyProjection, event: Entry): void {
    const keys = projection.keys(event);
    if (keys.length === 0) return;
    const change = this.of.get(projection) ?? { rows: new Map<string, unknown>(), lines: [] };
    const rows = present(this.rowsOf(projection), change.rows, keys);
    const { rows: changed, lines } = projection.evolve(rows, event);
    this.of.set(projection, change);
    if (changed) for (const [key, row] of changed) this.put(projection, change, key, row);
    if (!lines || lines.length === 0) return;
    change.lines.push(...lines);
    if (this.lineCounts) this.count(this.lineCounts, projection.name, lines);
  }

  private rowsOf(projection: AnyProjection): KnownRows {
    return this.known.of.get(projection) ?? nothingKnown();
  }

  private put(projection: AnyProjection, { rows }: Draft, key: string, row: unknown): void {
    const wasThere = existed(this.rowsOf(projection), rows, key, row);
    rows.set(key, row);
    if (wasThere === (row !== null)) return;
    const { name } = projection;
    this.counts.set(name, (this.counts.get(name) ?? 0) + (wasThere ? -1 : 1));
  }

  private count(lineCounts: AnyProjection, name: string, lines: readonly Placed[]): void {
    const change = this.of.get(lineCounts) ?? { rows: new Map<string, unknown>(), lines: [] };
    this.of.set(lineCounts, change);
    const known = this.rowsOf(lineCounts).rows;
    const rows = counted(name, lines, (key) => change.rows.get(key) ?? known.get(key));
    for (const [key, row] of rows) this.put(lineCounts, change, key, row);
  }
}

/** Whether there was such a row. One that the event did not name is new or, where it is deleted, was there. */
function existed(known: KnownRows, changed: ReadonlyMap<string, unknown>, key: string, row: unknown): boolean {
  if (changed.has(key)) return changed.get(key) !== null;
  if (known.rows.has(key)) return true;
  return row === null && !known.isWhole && !known.lookedUp.has(key);
}

/** Where the account's rows stand once those that changed have moved. */
function placesAfter(known: AccountRows, of: ReadonlyMap<AnyProjection, ProjectionChange>): Places {
  const places = new Map(known.places);
  for (const [{ name, indexes }, { rows }] of of) {
    for (const [index, scoreOf] of Object.entries(indexes ?? {})) {
      for (const [key, row] of rows) {
        const score = row === null ? null : scoreOf(row);
        if (score === null) places.delete(placeOf(name, index, key));
        else places.set(placeOf(name, index, key), score);
      }
    }
  }
  return places;
}

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
