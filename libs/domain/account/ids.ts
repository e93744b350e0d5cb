/**
 * Ids of what an account's entries create. Each is `{prefix}-{tag}-{revision}`: the account's tag makes it unique over
 * all accounts, the revision leads to its entry in the log, so that nothing has to remember where things are.
 */
export type IdPrefix = 'tx' | 'bkt' | 'pur' | 'wd' | 'hold';

/** What an account's tag looks like: 12 characters derived from the account's id when it is opened. */
export const TAG_PATTERN = /^[a-z0-9]{12}$/;

/** `nth` tells apart what one entry creates several of (the buckets of one refund): 0, 1, … */
export const newId = (prefix: IdPrefix, tag: string, revision: number, nth = 0): string =>
  `${prefix}-${tag}-${revision}${nth > 0 ? `.${nth}` : ''}`;

/** The revision of the entry that an id names, or null where it is no such id of the account with this tag. */
export function revisionOf(id: string, prefix: IdPrefix, tag: string): number | null {
  const start = `${prefix}-${tag}-`;
  if (!id.startsWith(start)) return null;
  const match = /^([1-9]\d{0,14})(?:\.[1-9]\d{0,5})?$/.exec(id.slice(start.length));
  return match ? Number(match[1]) : null;
}

/** Which of the several things that one entry created: 0, 1, … */
export const nthOf = (id: string): number => Number(/\.(\d+)$/.exec(id)?.[1] ?? 0);
