/** Which accounts are on which plan, as their logs say: what ended unrecorded is still here. */
import { type Meanings, meaningOf } from '#domain/account/meanings.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import type { Projection } from '#read-models/projection/projection.js';

/** The index of all accounts that are on a plan, by when it was chosen (ms). */
export const ON_PLAN = 'on-plan';

export type PlanRow = { readonly since: Instant };
type Rows = ReadonlyMap<string, PlanRow>;

const without = (rows: Rows): Map<string, PlanRow | null> => new Map([...rows.keys()].map((plan) => [plan, null]));

/** What rows become; none where they stay. */
const CHANGES: Meanings<'plans', (rows: Rows) => ReadonlyMap<string, PlanRow | null>> = {
  AccountClosed: () => without,
  PlanChosen: ({ effectiveAt: since, data: { plan, terms, isKept } }) => {
    // A plan that goes on keeps its place: who walks the index meanwhile does not miss it.
    if (isKept) return () => new Map();
    return terms === undefined ? without : (rows) => without(rows).set(plan, { since });
  },
};

/** The one row of an account that has a plan is keyed by the plan. */
export const plans: Projection<PlanRow, never> = {
  of: 'account',
  name: 'plans',
  version: 1,
  keys: (entry) => (meaningOf(CHANGES, entry) ? 'every row' : []),
  evolve(rows, entry) {
    const change = meaningOf(CHANGES, entry);
    return change ? { rows: [...change(rows)] } : {};
  },
  indexes: { [ON_PLAN]: ({ since }) => milliseconds(since) },
};
