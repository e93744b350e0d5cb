/** Every purchase and request for credits that an account ever had, and what became of it. */
import { type EntryOf, type Meanings, meaningOf } from '#domain/account/meanings.js';
import type { PaymentMethod } from '#domain/account/events.js';
import { type Instant, nameOfActor } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import { type Step, worklist } from '../worklist.js';

export const PURCHASE_STATUSES = ['pending', 'approved', 'completed', 'failed', 'rejected', 'reversed'] as const;
export type PurchaseStatus = (typeof PURCHASE_STATUSES)[number];

export type PurchaseRow = {
  readonly purchaseId: string;
  /** The entry that opened it: its place in their order. */
  readonly revision: number;
  readonly credits: Amount;
  readonly fee: Amount;
  readonly total: Amount;
  readonly paymentMethod: PaymentMethod;
  readonly status: PurchaseStatus;
  readonly openedAt: Instant;
  /** When it came to its status, where that is one that it stays in or is reversed from. */
  readonly settledAt: Instant | null;
  readonly approvedBy: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
};

const settled =
  (status: PurchaseStatus) =>
  ({
    data,
    recordedAt,
  }: EntryOf<'PurchaseCompleted' | 'PurchaseFailed' | 'PurchaseRejected' | 'PurchaseReversed'>): Step<PurchaseRow> => ({
    id: data.purchaseId,
    changes: { status, settledAt: recordedAt },
  });

const STEPS: Meanings<'purchases', Step<PurchaseRow>> = {
  PurchaseOpened: ({ data, revision, recordedAt }) => ({
    id: data.purchaseId,
    begins: {
      purchaseId: data.purchaseId,
      revision,
      credits: data.amount,
      fee: data.fee,
      total: data.total,
      paymentMethod: data.paymentMethod,
      status: 'pending',
      openedAt: recordedAt,
      settledAt: null,
      approvedBy: null,
      metadata: data.metadata ?? null,
    },
  }),
  PurchaseApproved: ({ data, origin, recordedAt }) => ({
    id: data.purchaseId,
    changes: {
      approvedBy: nameOfActor(origin.actor),
      ...(data.paid ? { status: 'completed', settledAt: recordedAt } : { status: 'approved' }),
    },
  }),
  PurchaseCompleted: settled('completed'),
  PurchaseFailed: settled('failed'),
  PurchaseRejected: settled('rejected'),
  PurchaseReversed: settled('reversed'),
};

export const purchases = worklist<PurchaseRow, PurchaseStatus>({
  name: 'purchases',
  version: 1,
  statuses: PURCHASE_STATUSES,
  beganAt: ({ openedAt }) => openedAt,
  stepOf: (entry) => meaningOf(STEPS, entry),
});
