/** Which accounts are on which plan, as their logs say: what ended unrecorded is still here. */
import { type Meanings, meaningOf } from '#domain/account/meanings.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import type { OwnRows, Projection } from '#read-models/projection/projection.js';

/** The index of all accounts that are on a plan, by when it was chosen (ms). */
export const ON_PLAN = 'on-plan';

export type PlanRow = { readonly since: Instant };
type Rows = OwnRows<PlanRow>;

function leave(rows: Rows): void {
  for (const plan of rows.keys()) rows.delete(plan);
}

/** What becomes of the rows. */
const CHANGES: Meanings<'plans', (rows: Rows) => void> = {
  AccountClosed: () => leave,
  PlanChosen: ({ effectiveAt: since, data: { plan, terms, isKept } }) => {
    // A plan that goes on keeps its place: who walks the index meanwhile does not miss it.
    if (isKept) return () => {};
    if (terms === undefined) return leave;
    return (rows) => {
      leave(rows);
      rows.set(plan, { since });
    };
  },
};

/** The one row of an account that has a plan is keyed by the plan. */
export const plans: Projection<PlanRow, never> = {
  of: 'account',
  name: 'plans',
  version: 1,
  keys: (entry) => (meaningOf(CHANGES, entry) ? 'every row' : []),
  evolve: (rows, entry) => meaningOf(CHANGES, entry)?.(rows),
  indexes: { [ON_PLAN]: ({ since }) => milliseconds(since) },
};
