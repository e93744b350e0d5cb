/** An account that has every member there is, optional ones too: one that is added does not compile until it is here. */
import type { AllocationLine } from '../account/events.js';
import type {
  Account,
  Bucket,
  Hold,
  PendingPayment,
  OpenPurchase,
  OpenWithdrawal,
  Resource,
} from '../account/state.js';
import type { Instant } from '../messages.js';
import { amount } from '../money.js';

type Leaf = string | number | boolean;
type Complete<T> = T extends Leaf
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Complete<Item>[]
    : { readonly [K in keyof T]-?: Complete<Exclude<T[K], undefined>> };

const at = '2026-03-01T09:00:00.000Z' as Instant;
const later = '2026-03-01T10:00:00.000Z' as Instant;
const scope = { products: ['inference'], models: ['llama-70b'], gpus: ['h100'] };

export const completeBucket: Complete<Bucket> = {
  bucketId: 'bkt-q7xk2m9d4tza-2',
  kind: 'promo',
  source: 'signup',
  scope,
  revision: 2,
  effectiveAt: at,
  expiresAt: later,
  cycles: { plan: 'professional', from: at, hours: 24, amount: amount('0.50') },
  isPending: true,
  isWithdrawable: true,
  remaining: amount('7.50'),
  held: amount('1.00'),
  lapsed: amount('2.00'),
  isVoided: true,
  endedAt: later,
  noticeAt: later,
};

const line: Complete<AllocationLine> = {
  bucketId: 'bkt-q7xk2m9d4tza-3',
  kind: 'prepaid',
  source: 'purchase',
  scope,
  effectiveAt: at,
  expiresAt: later,
  amount: amount('1.00'),
  isUnpaid: true,
};

const purchase: Complete<OpenPurchase> = {
  amount: amount('25'),
  fee: amount('0.75'),
  total: amount('25.75'),
  paymentMethod: 'card',
  bonus: { amount: amount('1'), expiresAt: later, scope },
  status: 'approved',
  isAutoRecharge: true,
  bucketId: 'bkt-q7xk2m9d4tza-4',
};

const withdrawal: Complete<OpenWithdrawal> = {
  amount: amount('1.00'),
  destination: 'bank',
  allocation: [line],
  status: 'requested',
  requestedBy: 'ann',
};

const hold: Complete<Hold> = {
  holdId: 'hold-q7xk2m9d4tza-7',
  revision: 7,
  product: 'vm',
  model: 'llama-70b',
  gpu: 'h100',
  resourceId: 'vm-1',
  description: 'Deployment',
  metadata: { project: 'chat' },
  expiresAt: later,
  held: [line],
};

const payment: Complete<PendingPayment> = {
  transactionId: 'tx-q7xk2m9d4tza-7',
  revision: 7,
  amount: amount('9.00'),
  product: 'inference',
  model: 'llama-70b',
  gpu: 'h100',
  resourceId: 'vm-1',
  failsAt: later,
};

const resource: Complete<Resource> = {
  resourceId: 'vm-1',
  kind: 'instance',
  product: 'vm',
  gpu: 'h100',
  ratePerHour: amount('2.00'),
  revision: 5,
  startedAt: at,
  isAccessible: true,
  chargedUntil: at,
  servedMs: 1,
};

export const completeAccount: Complete<Account> = {
  accountId: 'acme',
  tag: 'q7xk2m9d4tza',
  name: 'Acme',
  revision: 7,
  openedAt: at,
  recordedAt: at,
  status: 'grace',
  settings: {
    overdraftLimit: amount('10'),
    graceWindowSeconds: 300,
    onZero: 'grace',
    planOverage: 'pause',
    minimumPurchase: amount('10'),
    refundedPromoExpiresInDays: 30,
    supportGrantLimit: amount('25'),
    alertThresholds: [amount('5')],
  },
  graceDeadline: later,
  paygUnlocked: true,
  buckets: [completeBucket],
  isDepleted: true,
  overdraft: amount('3.00'),
  debts: [
    {
      revision: 5,
      transactionId: 'tx-q7xk2m9d4tza-5',
      amount: amount('3.00'),
      isOfRunningCosts: true,
      usage: { product: 'inference', model: 'llama-70b', gpu: 'h100' },
    },
  ],
  plan: {
    plan: 'professional',
    allowance: amount('0.50'),
    refreshHours: 24,
    scope,
    since: at,
    paidUntil: later,
    bucketId: 'bkt-q7xk2m9d4tza-2',
    refreshesAt: later,
    next: { allowance: amount('1.00'), refreshHours: 24, scope },
  },
  repaymentGoesOnAt: later,
  purchases: { 'pur-q7xk2m9d4tza-4': purchase },
  withdrawals: { 'wd-q7xk2m9d4tza-6': withdrawal },
  autoRecharge: {
    terms: {
      enabled: true,
      threshold: amount('5'),
      amount: amount('25'),
      paymentMethod: 'card',
      monthlyLimit: amount('100'),
    },
    failures: 1,
    month: '2026-03',
    openedInMonth: amount('25'),
  },
  holds: [hold],
  pendingPayments: [payment],
  resources: { 'vm-1': resource },
};
