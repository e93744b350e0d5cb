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
    const changed = new Map<string, AllowanceRow>();
    for (const { bucketId, model, amount } of meaningOf(MEANINGS, event) ?? []) {
      const { byModel } = changed.get(bucketId) ?? rows.get(bucketId) ?? { byModel: {} };
      const known = Object.hasOwn(byModel, model) ? (byModel[model] ?? ZERO) : ZERO;
      changed.set(bucketId, { byModel: { ...byModel, [model]: add(known, amount) } });
    }
    return { rows: changed };
  },
};

const takenBy = (lines: readonly AllocationLine[], model = ''): Taken[] =>
  lines.flatMap(({ bucketId, kind, amount }) => (kind === 'allowance' ? [{ bucketId, model, amount }] : []));

const MEANINGS: Meanings<readonly Taken[]> = {
  UsageCharged: ({ data }) => data.lines.flatMap(({ allocation, model }) => takenBy(allocation, model)),
  OverdraftRepaid: ({ data }) => data.repayments.flatMap(({ from, model }) => takenBy(from, model)),
  HoldCaptured: ({ data }) => takenBy(data.allocation, data.model),
  PendingPaymentSettled: ({ data }) => takenBy(data.allocation, data.model),
  PaymentPended: 'none',
  PendingPaymentFailed: 'none',
  HoldPlaced: 'none',
  HoldReleased: 'none',
  HoldExpired: 'none',
  UsageRefunded: ({ data }) =>
    takenBy(data.allocation, data.model).map((back) => ({ ...back, amount: negate(back.amount) })),
  ResourceStarted: 'none',
  ResourceStopped: 'none',
  ServiceTerminated: 'none',
  ServiceRestored: 'none',
  AccountOpened: 'none',
  AccountSettingsChanged: 'none',
  AccountClosed: 'none',
  PromoGranted: 'none',
  PromoVoided: 'none',
  BucketActivated: 'none',
  BucketExpired: 'none',
  BucketExpiryReversed: 'none',
  PurchaseOpened: 'none',
  PurchaseApproved: 'none',
  PurchaseRejected: 'none',
  PurchaseCompleted: 'none',
  PurchaseFailed: 'none',
  PurchaseReversed: 'none',
  AutoRechargeConfigured: 'none',
  AutoRechargeDisabled: 'none',
  AlertRaised: 'none',
  CreditsReturned: 'none',
  PlanChosen: 'none',
  PlanTermsChanged: 'none',
  AllowanceRefreshed: 'none',
  WithdrawalRequested: 'none',
  WithdrawalApproved: 'none',
  WithdrawalRejected: 'none',
  WithdrawalPaid: 'none',
  GraceStarted: 'none',
  GraceEnded: 'none',
};
