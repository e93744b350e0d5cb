/** How histories try purchases and requests for credits. */
import fc from 'fast-check';
import type { PaymentMethod } from '../account/events.js';
import { type Amount, ZERO, amount, parseAmount } from '../money.js';
import {
  type Act,
  type Acts,
  act,
  anyAmount,
  buying,
  idsOf,
  inTime,
  maybe,
  oneOf,
  present,
  smallAmount,
  span,
  which,
} from './act.js';
import { scope } from './promos.js';
import { purchaseRules as rules } from './model-purchases.js';
import { CENT } from './model-rules.js';
import { type Model, type ModelPurchase, overdraft, shown } from './model-state.js';
import { approveRequest, complete, fail, purchase, rejectRequest, request, reverse } from './steps.js';
import type { Tested } from './tested.js';

/** What is owed, rounded up to a cent where it is paid in them; null where nothing is, or more than an amount may be. */
function debtOf(model: Model, method: PaymentMethod): Amount | null {
  const debt = overdraft(model);
  const isInCents = method === 'card' || method === 'bank_transfer';
  const owed = parseAmount(shown(isInCents ? ((debt + CENT - 1n) / CENT) * CENT : debt));
  return owed === ZERO ? null : owed;
}

const pending = (): Act => buying({ method: 'card', isCompleted: false });
const requested = (): Act =>
  buying({ method: 'request', isCompleted: false, bonus: { amount: amount('1'), until: null, scope: null } });

/** Whatever is available, one is opened at once. */
const rechargingAlways: Act = {
  type: 'ConfigureAutoRecharge',
  fields: {
    enabled: true,
    threshold: amount('1000'),
    amount: amount('12.5'),
    paymentMethod: 'usdc',
    monthlyLimit: null,
  },
};

const isOpen = ({ status }: ModelPurchase): boolean => status === 'pending' || status === 'approved';
/** It waits for finance, and does not fail before. */
const isRequested = ({ method, status }: ModelPurchase): boolean => method === 'request' && status === 'pending';
/** A recharge before all others: it takes three of them in a row to switch them off. */
function failing(purchases: readonly ModelPurchase[]): readonly ModelPurchase[] {
  const recharges = purchases.filter((p) => isOpen(p) && p.rechargedAt !== null);
  return recharges.length > 0 ? recharges : purchases.filter((p) => isOpen(p) && !isRequested(p));
}
const open = ({ purchases }: Model, isAny: boolean): string[] => idsOf(purchases.filter((p) => isAny || isOpen(p)));
const purchaseId = (id: (which: number, prefix: string) => string, nth: number) => ({ purchaseId: id(nth, 'pur') });

type Bought = {
  amount: Amount;
  /** Instead of the amount: exactly what is owed, of what is paid in cents rounded up to one. */
  isOfDebt: boolean;
  method: PaymentMethod;
  isCompleted: boolean;
  bonus: { amount: Amount; until: number | null; scope: object | null } | null;
  links: { invoiceUrl?: string; metadata?: Readonly<Record<string, string>> };
};

const acts: Acts<
  'PurchasePrepaid' | 'CompletePurchase' | 'FailPurchase' | 'ApprovePurchase' | 'RejectPurchase' | 'ReversePurchase'
> = {
  PurchasePrepaid: act({
    weight: 6,
    fields: fc.record<Bought>({
      amount: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom('10', '12.5', '25', '10.17').map(amount) },
        { weight: 1, arbitrary: anyAmount },
      ),
      isOfDebt: fc.nat(5).map((n) => n === 5),
      method: fc.constantFrom<PaymentMethod>('card', 'bank_transfer', 'usdc', 'io_coin', 'request', 'request'),
      isCompleted: fc.boolean(),
      bonus: maybe(fc.record({ amount: smallAmount, until: maybe(span), scope }), 2),
      links: fc.constantFrom({}, { invoiceUrl: 'https://pay.example/1', metadata: { project: 'chat' } }),
    }),
    data: (bought, { model, now }) => ({
      amount: (bought.isOfDebt && debtOf(model, bought.method)) || bought.amount,
      paymentMethod: bought.method,
      status: bought.isCompleted ? 'completed' : 'pending',
      ...bought.links,
      ...(bought.bonus && {
        bonus: {
          amount: bought.bonus.amount,
          ...present({ scope: bought.bonus.scope, expiresAt: inTime(now, bought.bonus.until) }),
        },
      }),
    }),
  }),
  CompletePurchase: act({
    weight: 2,
    fields: oneOf,
    targets: open,
    preparation: pending,
    data: ({ which: nth }, { id }) => purchaseId(id, nth),
  }),
  FailPurchase: act({
    weight: 6,
    fields: oneOf,
    targets: ({ purchases }, isAny) => idsOf(isAny ? purchases : failing(purchases)),
    preparation: ({ purchases, recharge }) =>
      purchases.some(isRequested)
        ? { type: 'ApprovePurchase', fields: { which: 0, isPaid: false } }
        : recharge === null
          ? rechargingAlways
          : pending(),
    data: ({ which: nth }, { id }) => purchaseId(id, nth),
  }),
  ApprovePurchase: act({
    weight: 4,
    fields: fc.record({ which, isPaid: fc.boolean() }),
    targets: open,
    preparation: requested,
    data: ({ which: nth, isPaid }, { id }) => ({ ...purchaseId(id, nth), paid: isPaid }),
  }),
  RejectPurchase: act({
    weight: 1,
    fields: oneOf,
    targets: open,
    preparation: requested,
    data: ({ which: nth }, { id }) => purchaseId(id, nth),
  }),
  ReversePurchase: act({
    weight: 2,
    fields: oneOf,
    targets: ({ purchases }, isAny) => idsOf(purchases.filter((p) => isAny || p.status === 'completed')),
    preparation: () => buying(),
    data: ({ which: nth }, { id }) => purchaseId(id, nth),
  }),
};

/** What tests know of its commands. */
export const purchases: Tested<
  'PurchasePrepaid' | 'CompletePurchase' | 'FailPurchase' | 'ApprovePurchase' | 'RejectPurchase' | 'ReversePurchase'
> = {
  PurchasePrepaid: {
    act: acts.PurchasePrepaid,
    rule: rules.PurchasePrepaid,
    example: { given: [], when: purchase('P', '20', { pending: true }), writes: 'PurchaseOpened' },
  },
  CompletePurchase: {
    act: acts.CompletePurchase,
    rule: rules.CompletePurchase,
    example: {
      given: [purchase('P', '20', { pending: true })],
      when: complete('P'),
      writes: 'PurchaseCompleted',
    },
  },
  FailPurchase: {
    act: acts.FailPurchase,
    rule: rules.FailPurchase,
    example: { given: [purchase('P', '20', { pending: true })], when: fail('P'), writes: 'PurchaseFailed' },
  },
  ApprovePurchase: {
    act: acts.ApprovePurchase,
    rule: rules.ApprovePurchase,
    example: { given: [request('R', '20')], when: approveRequest('R'), writes: 'PurchaseApproved' },
  },
  RejectPurchase: {
    act: acts.RejectPurchase,
    rule: rules.RejectPurchase,
    example: { given: [request('R', '20')], when: rejectRequest('R'), writes: 'PurchaseRejected' },
  },
  ReversePurchase: {
    act: acts.ReversePurchase,
    rule: rules.ReversePurchase,
    example: { given: [purchase('P', '20')], when: reverse('P'), writes: 'PurchaseReversed' },
  },
};
