/**
 * In which order holds were placed, by the revisions of the entries that did: lists of so many, of which only the newest
 * grows. So placing a hold rewrites no more than that, and who wants a page of holds reads the lists that it is in.
 */
export type PlacedRow = {
  readonly revisions: readonly number[];
  /** The lists before it, which are full and stay as they are. */
  readonly full: number;
};

export const NEWEST = 'newest';
export const olderKey = (list: number): string => `older:${list}`;

export const HOLDS_PER_LIST = 100;

const NONE: PlacedRow = { revisions: [], full: 0 };

/** The rows that change where one more is placed. */
export function withPlaced(newest: PlacedRow = NONE, revision: number): readonly (readonly [string, PlacedRow])[] {
  const { revisions, full } = newest;
  if (revisions.length < HOLDS_PER_LIST) return [[NEWEST, { revisions: [...revisions, revision], full }]];
  return [
    [olderKey(full), newest],
    [NEWEST, { revisions: [revision], full: full + 1 }],
  ];
}
