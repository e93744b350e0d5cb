/** What the views of audit show, as the address says it. What is none of it is left out. */
type Said = Readonly<Record<string, unknown>>;

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

export function momentSearch({ asOf }: Said): { readonly asOf?: string } {
  return typeof asOf === 'string' && RFC_3339.test(asOf) ? { asOf } : {};
}

export function monthSearch({ month }: Said): { readonly month?: string } {
  return typeof month === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? { month } : {};
}

export type EntrySearch = { readonly accountId?: string; readonly revision?: number };

export function entrySearch({ accountId, revision }: Said): EntrySearch {
  const id = typeof accountId === 'number' ? String(accountId) : accountId;
  const isCount = typeof revision === 'number' && Number.isSafeInteger(revision) && revision > 0;
  return { ...(typeof id === 'string' && id !== '' && { accountId: id }), ...(isCount && { revision }) };
}
