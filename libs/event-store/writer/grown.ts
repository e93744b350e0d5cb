/** Lists that mostly hold one thing: an empty array that is pushed to makes room for seventeen. */

export const NONE: readonly never[] = [];

/** The list with one more: a new one where it was empty, else the same, which nobody else may hold. */
export function grown<T>(list: readonly T[], next: T): readonly T[] {
  if (list.length === 0) return [next];
  (list as T[]).push(next);
  return list;
}
