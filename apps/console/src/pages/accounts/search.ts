/** What is looked for, as the address says it. */
export const STATUSES = ['active', 'grace', 'suspended', 'closed'] as const;
export type Status = (typeof STATUSES)[number];

export type AccountsSearch = { readonly query?: string; readonly status?: Status; readonly inDebt?: true };

/** Leaves out what is none of it: an address that somebody mistyped shows more, not an error. */
export function accountsSearch({ query, status, inDebt }: Readonly<Record<string, unknown>>): AccountsSearch {
  const known = STATUSES.find((each) => each === status);
  const text = typeof query === 'number' ? String(query) : query;
  return {
    ...(typeof text === 'string' && text !== '' && { query: text }),
    ...(known && { status: known }),
    ...(inDebt === true && { inDebt }),
  };
}
