/** Which moment of an account's life is shown, as the address says it, on which of its two clocks. */

/** By entries, by when they were recorded, or by when they took effect. */
export type Scale = 'entry' | 'recorded' | 'effective';

/** How far a life reaches: entries, and the times between which they lie. */
export type Life = { readonly newest: number; readonly openedMs: number; readonly endMs: number };

export type ReplaySearch = {
  readonly revision?: number;
  /** What was recorded by then. */
  readonly asOf?: string;
  /** What had happened by then, whenever it was recorded. */
  readonly effective?: string;
  /** Another moment on the same scale, which is put beside it. */
  readonly beside?: number | string;
};

/** A place on a scale: a revision, or milliseconds since 1970. */
export type Place = { readonly scale: Scale; readonly at: number };

/** How the API is asked for it. */
export type Moment = { readonly revision: number } | { readonly asOf: string } | { readonly effective: string };

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

const revisionIn = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;

function instantIn(value: unknown): string | undefined {
  if (typeof value !== 'string' || !INSTANT.test(value)) return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** The first moment that is named counts. What is none is left out: a mistyped address shows the newest entry. */
export function replaySearch(search: Readonly<Record<string, unknown>>): ReplaySearch {
  const revision = revisionIn(search['revision']);
  if (revision !== undefined) return { revision, ...besideOf(revisionIn(search['beside'])) };
  const beside = besideOf(instantIn(search['beside']));
  const asOf = instantIn(search['asOf']);
  if (asOf !== undefined) return { asOf, ...beside };
  const effective = instantIn(search['effective']);
  return effective === undefined ? {} : { effective, ...beside };
}

const besideOf = (beside: number | string | undefined): Pick<ReplaySearch, 'beside'> =>
  beside === undefined ? {} : { beside };

/** Without a moment, the newest entry. */
export function placeOf({ revision, asOf, effective }: ReplaySearch, newest: number): Place {
  if (asOf !== undefined) return { scale: 'recorded', at: Date.parse(asOf) };
  if (effective !== undefined) return { scale: 'effective', at: Date.parse(effective) };
  return { scale: 'entry', at: Math.min(revision ?? newest, newest) };
}

export function besidePlace({ beside }: ReplaySearch, scale: Scale): Place | null {
  if (beside === undefined) return null;
  return { scale, at: typeof beside === 'number' ? beside : Date.parse(beside) };
}

export function momentOf({ scale, at }: Place): Moment {
  if (scale === 'entry') return { revision: at };
  const instant = new Date(at).toISOString();
  return scale === 'recorded' ? { asOf: instant } : { effective: instant };
}

/** The address of a place, and of the one beside it. */
export function searchOf(place: Place, beside: Place | null): ReplaySearch {
  const moment = momentOf(place);
  if (beside === null) return moment;
  return { ...moment, beside: beside.scale === 'entry' ? beside.at : new Date(beside.at).toISOString() };
}
