/** Everything that an account has run, running or stopped. Rows are keyed by resource id: of each, its last run. */
import type { ResourceKind } from '#domain/account/events.js';
import { type Meanings, meaningOf } from '#domain/account/meanings.js';
import { invariant } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { Projection } from '#read-models/projection/projection.js';

export type ResourceRow = {
  readonly resourceId: string;
  /** The entry that started it: its place in the order of starts. */
  readonly revision: number;
  readonly kind: ResourceKind;
  readonly product: string;
  readonly gpu?: string;
  readonly ratePerHour: Amount;
  readonly startedAt: Instant;
  /** Of an instance that was terminated, the deadline. */
  readonly stoppedAt?: Instant;
  readonly isAccessible: boolean;
};

export const resources: Projection<ResourceRow, never> = {
  of: 'account',
  name: 'resources',
  version: 1,
  keys: (event) => (meaningOf(CHANGES, event) ?? []).map(({ resourceId }) => resourceId),
  evolve: (rows, event) => ({
    rows: new Map((meaningOf(CHANGES, event) ?? []).map((change) => [change.resourceId, rowAfter(change, rows)])),
  }),
};

/** What an entry makes of a resource: a run that begins, or what becomes of its last one. */
type Change =
  | { readonly resourceId: string; readonly begins: ResourceRow }
  | { readonly resourceId: string; readonly becomes: Partial<ResourceRow> };

function rowAfter(change: Change, rows: ReadonlyMap<string, ResourceRow>): ResourceRow {
  if ('begins' in change) return change.begins;
  const row = rows.get(change.resourceId);
  invariant(row !== undefined, `Resource ${change.resourceId} was started before it changes`);
  return { ...row, ...change.becomes };
}

const each = (ids: readonly string[], becomes: Partial<ResourceRow>): readonly Change[] =>
  ids.map((resourceId) => ({ resourceId, becomes }));
const endedAt = (stoppedAt: Instant): Partial<ResourceRow> => ({ stoppedAt, isAccessible: false });

const CHANGES: Meanings<readonly Change[]> = {
  ResourceStarted: ({ data, revision, effectiveAt }) => [
    { resourceId: data.resourceId, begins: { ...data, revision, startedAt: effectiveAt, isAccessible: true } },
  ],
  ResourceStopped: ({ data, effectiveAt }) => each([data.resourceId], endedAt(effectiveAt)),
  ServiceTerminated: ({ data, effectiveAt }) => [
    ...each(data.instances, endedAt(effectiveAt)),
    ...each(data.storage, { isAccessible: false }),
  ],
  ServiceRestored: ({ data }) => each(data.storage, { isAccessible: true }),
  AccountOpened: 'none',
  AccountSettingsChanged: 'none',
  AccountClosed: 'none',
  PromoGranted: 'none',
  PromoVoided: 'none',
  BucketActivated: 'none',
  BucketExpired: 'none',
  BucketExpiryReversed: 'none',
  HoldPlaced: 'none',
  HoldCaptured: 'none',
  HoldReleased: 'none',
  HoldExpired: 'none',
  PurchaseOpened: 'none',
  PurchaseApproved: 'none',
  PurchaseRejected: 'none',
  PurchaseCompleted: 'none',
  PurchaseFailed: 'none',
  PurchaseReversed: 'none',
  AutoRechargeConfigured: 'none',
  AutoRechargeDisabled: 'none',
  CreditsReturned: 'none',
  UsageCharged: 'none',
  UsageRefunded: 'none',
  OverdraftRepaid: 'none',
  WithdrawalRequested: 'none',
  WithdrawalApproved: 'none',
  WithdrawalRejected: 'none',
  WithdrawalPaid: 'none',
  GraceStarted: 'none',
  GraceEnded: 'none',
};
