/** What a run of one aggregate's events does to its rows. Where the rows are kept is not known here. */
import type { Arrived } from '../projector/source.js';
import { countLines } from '../redis/line-counts.js';
import type { AggregateRows } from './rows.js';

/**
 * Takes events in that follow each other; `rows` are as of the last of them afterwards, and say what of them is not stored. Those that
 * they reflect already are skipped; a gap is an error. False where nothing was new.
 */
export function fold(rows: AggregateRows, events: readonly Arrived[]): boolean {
  const { streamRevision: from } = rows;
  for (const { streamRevision, stream, revision, entries } of events) {
    if (streamRevision <= rows.streamRevision) continue;
    if (streamRevision !== rows.streamRevision + 1) {
      throw new Error(`Event ${streamRevision} of ${stream} does not follow ${rows.streamRevision}`);
    }
    for (const entry of entries) enter(rows, entry);
    rows.streamRevision = streamRevision;
    rows.revision = revision;
  }
  if (rows.streamRevision === from) return false;
  if (from < 0) rows.fields += 1;
  settleSums(rows);
  return true;
}

function enter({ of, projections }: AggregateRows, entry: unknown): void {
  for (let nth = 0; nth < projections.length; nth++) {
    const draft = of[nth];
    if (draft) projections[nth]?.evolve(draft, entry);
  }
}

/** What is said of all rows, once they have changed. */
function settleSums(rows: AggregateRows): void {
  const { touched, lineCounts } = rows;
  // Those that hold the counts are touched by counting, and come last.
  for (const draft of touched) {
    if (lineCounts && draft.lists) countLines(draft.projection.name, draft.lists, lineCounts);
  }
  for (const draft of touched) {
    rows.fields += draft.grownBy;
    draft.grownBy = 0;
  }
}
