/** How much of each allowance usage of each model took, less what was given back: a row for each that was used. */
import type { AllocationLine } from '#domain/account/events.js';
import { type Meanings, meaningOf } from '#domain/account/meanings.js';
import { type Amount, ZERO, add, negate } from '#domain/money.js';
import type { Projection } from '#read-models/projection/projection.js';

/** By model; usage without one under the empty text. */
export type AllowanceRow = { readonly byModel: Readonly<Record<string, Amount>> };

type Taken = { readonly bucketId: string; readonly model: string; readonly amount: Amount };

/** Rows are keyed by bucket id. */
export const allowances: Projection<AllowanceRow, never> = {
  of: 'account',
  name: 'allowances',
  version: 1,
  keys: (event) => [...new Set((meaningOf(MEANINGS, event) ?? []).map(({ bucketId }) => bucketId))],
  evolve(rows, event) {
    for (const { bucketId, model, amount } of meaningOf(MEANINGS, event) ?? []) {
      const { byModel } = rows.get(bucketId) ?? { byModel: {} };
      const known = Object.hasOwn(byModel, model) ? (byModel[model] ?? ZERO) : ZERO;
      rows.set(bucketId, { byModel: { ...byModel, [model]: add(known, amount) } });
    }
  },
};

const takenBy = (lines: readonly AllocationLine[], model = ''): Taken[] =>
  lines.flatMap(({ bucketId, kind, amount }) => (kind === 'allowance' ? [{ bucketId, model, amount }] : []));

const MEANINGS: Meanings<'allowances', readonly Taken[]> = {
  UsageCharged: ({ data }) => data.lines.flatMap(({ allocation, model }) => takenBy(allocation, model)),
  OverdraftRepaid: ({ data }) => data.repayments.flatMap(({ from, model }) => takenBy(from, model)),
  HoldCaptured: ({ data }) => takenBy(data.allocation, data.model),
  PendingPaymentSettled: ({ data }) => takenBy(data.allocation, data.model),
  UsageRefunded: ({ data }) =>
    takenBy(data.allocation, data.model).map((back) => ({ ...back, amount: negate(back.amount) })),
};
