/** What is known of an aggregate's rows while its events are folded: plain data, changed in place by its one owner. */
import type { StreamCategory } from '#event-store/port/streams.js';
import { lineCountsOf } from '../redis/line-counts.js';
import { NOWHERE, type Places } from '../redis/register.js';
import { DraftRows } from './draft-rows.js';
import type { AnyProjection, Registry } from './projection.js';

/** How far the rows are, and where. */
type Reached = {
  /** Of the last event that they reflect; −1 before the first. */
  streamRevision: number;
  /** Fields of the hash that holds them: what is said of them all, and the rows, known or not. 0 before the first event. */
  fields: number;
  /** Where they stand in indexes, as of when they were stored or are about to be (places.ts). */
  places: Places;
};

/** Rows of one aggregate as of one of its events. */
export type AggregateRows = Reached & {
  /** Of the last entry; 0 before the first. */
  revision: number;
  /** All of them are known: whatever events need, it is there. */
  isWhole: boolean;
  /** As they are stored, as far as is known here: what the next write goes on from. */
  stored: Readonly<Reached>;
  readonly of: readonly DraftRows[];
  /** What evolves each of them, one list for all aggregates of a category; none evolves the counts of lines. */
  readonly projections: Registry;
  /** Those of which anything is not stored. */
  readonly touched: DraftRows[];
  /** Lines in each list; null where no projection has lines. It is in `of` too, as the last. */
  readonly lineCounts: DraftRows | null;
};

/** An aggregate of which nothing is known; `isWhole`: before its first event, so that there are no rows is known. */
export function newRows(registry: Registry, category: StreamCategory, isWhole: boolean): AggregateRows {
  const { projections, counts } = projectionsOf(registry, category);
  const touched: DraftRows[] = [];
  const lineCounts = counts && new DraftRows(counts, isWhole, touched);
  const of = projections.map((projection) => new DraftRows(projection, isWhole, touched));
  if (lineCounts) of.push(lineCounts);
  const nothing = { streamRevision: -1, fields: 0, places: NOWHERE };
  return { ...nothing, revision: 0, isWhole, stored: nothing, of, projections, touched, lineCounts };
}

type OfCategory = { readonly projections: Registry; readonly counts: AnyProjection | null };
const known = new WeakMap<Registry, Map<StreamCategory, OfCategory>>();

function projectionsOf(registry: Registry, category: StreamCategory): OfCategory {
  let categories = known.get(registry);
  if (!categories) known.set(registry, (categories = new Map()));
  let own = categories.get(category);
  if (!own) {
    const projections = registry.filter((projection) => projection.of === category);
    categories.set(category, (own = { projections, counts: lineCountsOf(projections) }));
  }
  return own;
}

/** They are stored as they are now, or are about to be: whoever can't store them gives them up. */
export function settle(rows: AggregateRows): void {
  const { streamRevision, fields, places } = rows;
  rows.stored = { streamRevision, fields, places };
  for (const draft of rows.touched) draft.settle();
  rows.touched.length = 0;
}

/** Lets go of what no event is likely to need; all of it has to be stored. */
export function forgetPast(rows: AggregateRows): void {
  const { of, projections } = rows;
  for (let nth = 0; nth < projections.length; nth++) {
    // Of others nothing is even looked at: that is memory of the account, for each of its events.
    if (!projections[nth]?.isPast) continue;
    of[nth]?.forgetPast();
    if (of[nth]?.isWhole === false) rows.isWhole = false;
  }
}
