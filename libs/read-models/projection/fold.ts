/** What a run of one aggregate's events does to its rows. Where the rows are kept is not known here. */
import type { Arrived } from '../projector/source.js';
import { type Counts, counted } from '../redis/line-counts.js';
import type { Places } from '../redis/register.js';
import { moved } from './places.js';
import type { Placed } from './projection.js';
import { Before } from './before.js';
import type { AggregateRows, KnownRows } from './rows.js';

/** What a run of events did to the rows of one projection; what they are now is in `known`. */
export type RowChanges = {
  readonly known: KnownRows;
  /** Each row that changed as it was before, null where there was none. */
  readonly before: Before;
  readonly lines: Placed[];
};

/** What a run of events did to an aggregate, whose rows were as of `from` (a stream revision) before. */
export type Change = {
  readonly from: number;
  readonly fields: number;
  readonly places: Places;
  readonly of: readonly RowChanges[];
};

/**
 * Takes events in that follow each other; `rows` are as of the last of them afterwards. Those that they reflect already
 * are skipped; a gap is an error. Null where nothing was new. Whoever can't store the change gives the rows up.
 */
export function fold(rows: AggregateRows, events: readonly Arrived[]): Change | null {
  const { streamRevision: from, fields, places } = rows;
  const changes: RowChanges[] = [];
  for (const { streamRevision, stream, revision, entries } of events) {
    if (streamRevision <= rows.streamRevision) continue;
    if (streamRevision !== rows.streamRevision + 1) {
      throw new Error(`Event ${streamRevision} of ${stream} does not follow ${rows.streamRevision}`);
    }
    for (const entry of entries) for (const known of rows.of) enter(rows, known, entry, changes);
    rows.streamRevision = streamRevision;
    rows.revision = revision;
  }
  if (rows.streamRevision === from) return null;
  if (from < 0) rows.fields += 1;
  for (const { known, before } of changes) rows.places = moved(rows.places, known, before.keys);
  return { from, fields, places, of: changes };
}

function enter(rows: AggregateRows, known: KnownRows, entry: unknown, changes: RowChanges[]): void {
  const { rows: changed, lines } = known.projection.evolve(known.rows, entry);
  if (changed) for (const [key, row] of changed) rows.fields += put(changesOf(known, changes), key, row);
  if (!lines || lines.length === 0) return;
  changesOf(known, changes).lines.push(...lines);
  const { lineCounts } = rows;
  if (!lineCounts) return;
  const counts = changesOf(lineCounts, changes);
  const countedNow = counted(known.projection.name, lines, lineCounts.rows as ReadonlyMap<string, Counts>);
  for (const [key, row] of countedNow) rows.fields += put(counts, key, row);
}

function changesOf(known: KnownRows, changes: RowChanges[]): RowChanges {
  for (const each of changes) if (each.known === known) return each;
  const begun = { known, before: new Before(), lines: [] };
  changes.push(begun);
  return begun;
}

/** By how many fields the aggregate grows. */
function put({ known, before }: RowChanges, key: string, row: unknown): number {
  const { rows, lookedUp, isWhole, projection } = known;
  const stored = rows.get(key);
  // One that the entry did not name is new or, where it is deleted, was there.
  const wasThere = stored !== undefined || (row === null && !isWhole && !lookedUp.has(key));
  before.keep(key, stored ?? null);
  if (row !== null) rows.set(key, row);
  else {
    rows.delete(key);
    if (!isWhole) lookedUp.add(key);
  }
  if (wasThere === (row !== null)) return 0;
  const fields = projection.parts?.names.length ?? 1;
  return wasThere ? -fields : fields;
}
