/** Which accounts are on which plan, as their logs say: what ended unrecorded is still here. */
import { type Instant, milliseconds } from '#domain/messages.js';
import type { Projection } from '#read-models/projection/projection.js';

/** The index of all accounts that are on a plan, by when it was chosen (ms). */
export const ON_PLAN = 'on-plan';

export type PlanRow = { readonly since: Instant };

/** The one row of an account that has a plan is keyed by the plan. */
export const plans: Projection<PlanRow, never> = {
  of: 'account',
  name: 'plans',
  version: 1,
  keys: ({ type }) => (type === 'PlanChosen' || type === 'AccountClosed' ? 'every row' : []),
  evolve(rows, entry) {
    if (entry.type === 'AccountClosed') return { rows: without(rows) };
    // A plan that goes on keeps its place: who walks the index meanwhile does not miss it.
    if (entry.type !== 'PlanChosen' || entry.data.isKept) return {};
    const { effectiveAt: since } = entry;
    const { plan, terms } = entry.data;
    return { rows: terms === undefined ? without(rows) : without(rows).set(plan, { since }) };
  },
  indexes: { [ON_PLAN]: ({ since }) => milliseconds(since) },
};

const without = (rows: ReadonlyMap<string, PlanRow>): Map<string, PlanRow | null> =>
  new Map([...rows.keys()].map((plan) => [plan, null]));
