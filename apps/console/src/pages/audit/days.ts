/** The first and last instant of days of UTC, as a statement has them; null where a day is missing or they are turned round. */
export function dayBounds(first: string, last: string): { readonly from: string; readonly to: string } | null {
  const areDays = [first, last].every((day) => /^\d{4}-\d\d-\d\d$/.test(day));
  return areDays && first <= last ? { from: `${first}T00:00:00.000Z`, to: `${last}T23:59:59.999Z` } : null;
}
