/** What is known of an aggregate's rows while its events are folded: plain data, changed in place by its one owner. */
import type { StreamCategory } from '#event-store/port/streams.js';
import { lineCountsOf } from '../redis/line-counts.js';
import { NOWHERE, type Places } from '../redis/register.js';
import type { AnyProjection, Registry } from './projection.js';

/** The rows of one projection. */
export type KnownRows = {
  readonly projection: AnyProjection;
  /** Rows that exist. */
  readonly rows: Map<string, unknown>;
  /** Keys that were looked up, existing or not; `isWhole`: all were, and none is in here. */
  readonly lookedUp: Set<string>;
  isWhole: boolean;
};

/** Rows of one aggregate as of one of its events. */
export type AggregateRows = {
  /** Of the last event that they reflect; −1 before the first. */
  streamRevision: number;
  /** Of the last entry; 0 before the first. */
  revision: number;
  /** Fields of the hash that holds them: what is said of them all, and the rows, known or not. 0 before the first event. */
  fields: number;
  /** Where they stand in indexes. */
  places: Places;
  readonly of: readonly KnownRows[];
  /** Lines in each list; null where no projection has lines. It is in `of` too, as the last. */
  readonly lineCounts: KnownRows | null;
};

/** Of rows that are whole: one for all of them, for memory. */
const NONE = new Set<string>();

/** An aggregate of which nothing is known; `isWhole`: before its first event, so that there are no rows is known. */
export function newRows(registry: Registry, category: StreamCategory, isWhole: boolean): AggregateRows {
  const nothing = (projection: AnyProjection): KnownRows => ({
    projection,
    rows: new Map(),
    lookedUp: isWhole ? NONE : new Set(),
    isWhole,
  });
  const own = registry.filter((projection) => projection.of === category);
  const counts = lineCountsOf(own);
  const lineCounts = counts && nothing(counts);
  const of = own.map(nothing);
  if (lineCounts) of.push(lineCounts);
  return { streamRevision: -1, revision: 0, fields: 0, places: NOWHERE, of, lineCounts };
}
