/** How rows that are kept by what they are of stand in worklists: in the order in which the account's log made them. */

/** Of an id that leads to its entry: of equal width, so that a later one compares greater. */
export const worklistKey = (id: string): string => id.slice(id.lastIndexOf('-') + 1).padStart(15, '0');
